"""The model that comes with the product, and its words in other languages."""
