"""Reading instruments from the formats hubs already have. Readers store nothing and never stop at a first finding."""
