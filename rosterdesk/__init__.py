"""RosterDesk, the desktop roster browser for OneRoster."""
