"""What a dashboard shows of a day: hours counted beforehand, and the rest counted when it is asked for."""
