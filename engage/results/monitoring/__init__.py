"""How the fieldwork goes: who answered, who is missing, where people stop."""
