"""The panes: given values of the model, they draw lines and answer with messages. They know no library and no screen."""
