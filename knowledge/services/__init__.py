"""What one can do, one module per capability: check the policy, change, record and leave messages, in one transaction."""
