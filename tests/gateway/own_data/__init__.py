"""What a person takes along, reads back and has corrected, on pages and by the API."""
