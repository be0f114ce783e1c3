"""How a timeline is read: facts one by one, or sums of facts of one day."""
