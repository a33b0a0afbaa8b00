"""The work of translating: who does what until when, what is said about it, and files that go out and come back."""
