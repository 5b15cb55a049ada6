"""An .am file → what it says: XML with places, structure, values."""
