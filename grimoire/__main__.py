from grimoire.cli import main

main()
