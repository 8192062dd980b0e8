"""An event source mapping of the tests' own: what Lambda does with a DynamoDB stream, over moto's stream."""
