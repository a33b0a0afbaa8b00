"""What opens somebody's own thing: personal links, tickets."""
