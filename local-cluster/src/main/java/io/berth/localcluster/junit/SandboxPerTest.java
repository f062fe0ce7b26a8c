package io.berth.localcluster.junit;

import io.berth.localcluster.LocalCluster;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test its sandbox, the same one in all methods that run for it, and closes it when the test has ended. */
final class SandboxPerTest implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SandboxPerTest.class);

    private final Supplier<SharedCluster> cluster;

    SandboxPerTest(Supplier<SharedCluster> cluster) {
        this.cluster = cluster;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == LocalCluster.class
                || (type == Sandbox.class && context.getTestMethod().isPresent());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SharedCluster shared = cluster.get();
        return parameter.getParameter().getType() == LocalCluster.class
                ? shared.cluster()
                : context.getStore(NAMESPACE).computeIfAbsent(Sandbox.class, key -> shared.newSandbox(), Sandbox.class);
    }
}
