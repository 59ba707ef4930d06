"""gunicorn's threaded worker, leaving no one waiting at its door while it stops."""

from gunicorn.workers.gthread import ThreadWorker


class DrainingWorker(ThreadWorker):
    # A stopping worker keeps its listening socket until its last request is done, and whoever connects meanwhile
    # waits for nothing. Refused at once, the proxy goes to another task instead.
    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not self.alive:
            for listener in self.sockets:
                listener.close()
