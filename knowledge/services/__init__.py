"""What one can do, one module per capability: check the policy, change, record, leave messages, in one transaction."""
