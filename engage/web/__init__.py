"""What every page stands on: base templates, forms, permission labels, security headers, languages."""
