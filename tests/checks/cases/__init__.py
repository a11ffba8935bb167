"""What is done to the clean district so that each rule finds something: one thing wrong a case."""
