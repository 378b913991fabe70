package io.vedette.deploy.cli;

import picocli.CommandLine.Command;

/** {@code vedette rules}: what can be done with rules. */
@Command(name = "rules", description = "Test alert and recording rules.", subcommands = RulesTestCommand.class)
final class RulesCommand {}
