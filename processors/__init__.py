"""What is done with the answers: reading, checking, converting, reporting."""
