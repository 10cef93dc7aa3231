"""The door for other systems. Only this package knows REST framework."""
