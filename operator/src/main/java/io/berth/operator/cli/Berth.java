package io.berth.operator.cli;

import io.berth.localcluster.ClusterStartException;
import io.berth.operator.config.ConfigException;
import io.berth.operator.plan.ManifestException;
import io.berth.operator.runtime.ApiServerException;
import io.berth.operator.webhook.UnusableCertificateException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one door: {@code berth}. */
@Command(
        name = "berth",
        description = "Gives every Kubernetes pod its own external address.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        subcommands = {
            DemoCommand.class,
            OperatorCommand.class,
            PlanCommand.class,
            ValidateCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:something is wrong with what was looked at or done",
            "2:wrong usage or configuration"
        })
public final class Berth implements Runnable {
    static final int WRONG = 1;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static void main(String[] arguments) {
        Logging.setUp(arguments);
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, for other mains and for tests. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Berth());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((exception, command, parsed) -> explain(exception, command));
        return line;
    }

    /** What a user can mend is said without a stack trace. */
    private static int explain(Exception exception, CommandLine command) {
        if (exception instanceof ConfigException || exception instanceof ManifestException) {
            command.getErr().println(exception.getMessage());
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
        if (exception instanceof IOException
                || exception instanceof ApiServerException
                || exception instanceof UnusableCertificateException
                || exception instanceof ClusterStartException) {
            command.getErr().println(exception.getMessage());
        } else {
            exception.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Give one of the commands.");
    }
}
