"""The log: event model, action catalogue, recording, search, sealing, proof and detection. It knows no business."""
