"""The two queues: PostgreSQL through procrastinate, SQLite one row after the other."""
