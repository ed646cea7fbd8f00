"""Rankings, skill gaps and links of words, answered from memory."""
