"""The figures of the network: what hubs did in a period, each with its definition, its rows and its protection."""
