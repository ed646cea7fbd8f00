"""What a person reads of themselves, asks to be corrected and takes along."""
