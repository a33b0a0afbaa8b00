"""Tables, weights, intervals and disclosure control: pure figures, no application."""
