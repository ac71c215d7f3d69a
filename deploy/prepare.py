"""Make the virtual environment, fill it from the lock, compile the translations. Runs on any Python, so it
can refuse in words.

python3 deploy/prepare.py requirements.txt
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

OLDEST, NEWEST = (3, 11), (3, 14)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")


def stop(sentence):
    """End with one sentence instead of a traceback."""
    sys.exit("madang: " + sentence)


def find_python():
    """Return an interpreter in range: this one, else a newer or older one on the path."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found:
            return found
    return stop("Python 3.11 to 3.14 is needed; this one is %d.%d." % sys.version_info[:2])


def make_environment(python):
    """Create .venv with pip in it, or say which system package is missing."""
    if os.path.exists(PYTHON):
        return
    done = subprocess.run(
        [python, "-m", "venv", "--clear", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        stop("%s has no working venv module; on Debian or Ubuntu: apt-get install python3-venv." % python)


def install_uv(lock):
    """Install the locked uv by its hash with the environment's own pip."""
    uv = os.path.join(VENV, "bin", "uv")
    block = re.search(r"^uv==[^\n]*\\\n(?:    --hash=[^\n]*\n)+", lock, re.MULTILINE)
    if block is None:
        stop("the lock names no uv; run `make lock`.")
    version = re.match(r"uv==(\S+)", block.group()).group(1)
    known = subprocess.run([uv, "--version"], stdout=subprocess.PIPE) if os.path.exists(uv) else None
    if known is not None and known.stdout.decode().split()[1:2] == [version]:
        return uv
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write(block.group())
        wanted.flush()
        command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        if subprocess.run(command + ["--require-hashes", "-r", wanted.name]).returncode:
            stop("uv could not be installed from the lock; is the package index reachable?")
    return uv


def compile_translations():
    """Compile them before Django starts anywhere: it reads them once, and keeps having none."""
    catalogue = os.path.join(ROOT, "events_site", "locale", "ko", "LC_MESSAGES", "django.")
    written, compiled = catalogue + "po", catalogue + "mo"
    if os.path.exists(compiled) and os.path.getmtime(compiled) >= os.path.getmtime(written):
        return
    if subprocess.run([PYTHON, "-m", "events_site.catalogue"], cwd=ROOT).returncode:
        stop("the translations could not be compiled; the lines above say why.")


def install(name):
    """Make the environment hold what a lock says."""
    path = os.path.join(ROOT, name)
    with open(path) as file:
        lock = file.read()
    digest = hashlib.sha256(lock.encode()).hexdigest()
    stamp = os.path.join(VENV, "installed-" + name + ".sha256")
    if os.path.exists(stamp) and os.path.exists(PYTHON):
        with open(stamp) as file:
            if file.read() == digest:
                return
    make_environment(find_python())
    uv = install_uv(lock)
    command = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--python",
        PYTHON,
        "--only-binary",
        ":all:",
        "--require-hashes",
    ]
    if subprocess.run(command + ["-r", path]).returncode:
        stop("the locked packages could not be installed; the lines above say which one and why.")
    with open(stamp, "w") as file:
        file.write(digest)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        stop("say which lock to install: requirements.txt or requirements-dev.txt.")
    install(sys.argv[1])
    compile_translations()
