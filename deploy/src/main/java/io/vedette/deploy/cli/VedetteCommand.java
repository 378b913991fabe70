package io.vedette.deploy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** {@code vedette}: the list of what it can do. */
@Command(
        name = "vedette",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Watches a cluster as if it were one computer.",
        subcommands = {
            UpCommand.class,
            AgentCommand.class,
            CollectorCommand.class,
            CheckCommand.class,
            RulesCommand.class,
            ParseCommand.class,
            QueryCommand.class,
            LogsCommand.class,
            ProbeCommand.class,
            HelpCommand.class
        },
        footer = {"%nExit codes: 0 good, 1 the thing asked about is bad, 2 wrong use."})
public final class VedetteCommand {}
