"""What every HTTP process does alike: problem responses, language, paging."""
