"""A witness of logs (C2SP tlog-witness): cosigns what follows from what it cosigned."""
