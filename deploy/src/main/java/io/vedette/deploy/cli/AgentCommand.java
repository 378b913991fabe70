package io.vedette.deploy.cli;

import io.vedette.agent.Agent;
import io.vedette.agent.config.AgentConfig;
import io.vedette.protocol.config.ConfigException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vedette agent}: the daemon of a node. */
@Command(name = "agent", description = "Run the agent of this node, until interrupted.")
final class AgentCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "its configuration, in YAML")
    private Path config = Path.of("");

    @Override
    public Integer call() throws Failure, InterruptedException {
        Agent agent;
        try {
            agent = new Agent(AgentConfig.load(config), Version.current(), InstantSource.system());
        } catch (ConfigException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
        return Daemon.run(agent::start, agent);
    }
}
