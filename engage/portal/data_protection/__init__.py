"""What a hub does about personal data in the console: requests, registers, impact assessments."""
