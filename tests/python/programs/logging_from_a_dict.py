import logging.config, logging, sys
logging.config.dictConfig({"version": 1, "disable_existing_loggers": False,
 "formatters": {"short": {"format": "%(levelname)s %(name)s: %(message)s"}, "br": {"format": "{levelname[0]}/{message}", "style": "{"}},
 "filters": {"only_app": {"name": "app"}},
 "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "short", "stream": "ext://sys.stdout", "level": "INFO"},
              "out2": {"class": "logging.StreamHandler", "formatter": "br", "stream": "ext://sys.stdout", "filters": ["only_app"]}},
 "loggers": {"app": {"level": "DEBUG", "handlers": ["out2"], "propagate": True}}, "root": {"level": "WARNING", "handlers": ["out"]}})
logging.getLogger("app").debug("dbg"); logging.getLogger("app.x").info("inf"); logging.getLogger("other").info("no"); logging.getLogger("other").warning("yes")
try: logging.config.dictConfig({"version": 2})
except ValueError as e: print(e)
logging.warning("root %s", "w")
try: logging.config.dictConfig({"version": 1, "handlers": {"h": {"class": "logging.Nope"}}})
except ValueError as e: print(e, repr(e.__cause__))
