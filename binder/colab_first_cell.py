# The first cell for Google Colab: paste it above the first cell of a chapter and run it.
# Colab opens one notebook alone; this brings the book that belongs to it and what the lock asks for.
import os
import subprocess
import sys

REPOSITORY = ""  # the address of the repository, as `git clone` takes it
FOLDER = "partners-not-allies"

if not REPOSITORY:
    raise SystemExit("Set REPOSITORY to the address that this notebook was opened from, and run the cell again.")
if not os.path.isdir(FOLDER):
    subprocess.run(["git", "clone", "--depth", "1", REPOSITORY, FOLDER], check=True)
install = [sys.executable, "-m", "pip", "install", "--quiet"]
subprocess.run([*install, "--require-hashes", "-r", f"{FOLDER}/requirements.txt"], check=True)
sys.path.insert(0, os.path.abspath(FOLDER))
os.chdir(f"{FOLDER}/chapters")
print("Ready. If Colab asks to restart the session, restart it and run this cell once more.")
