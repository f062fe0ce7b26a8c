package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/** Where everything passes that an instance sends to anybody: the instance may die just before, or just after. */
public final class Gate {
    /** Decides about each call, twice. */
    public interface Fate {
        boolean diesAt(String instance, String call, boolean before);
    }

    private final String instance;
    private final Trace trace;
    private final Fate fate;

    public Gate(String instance, Trace trace, Fate fate) {
        this.instance = requireNonNull(instance, "instance is null");
        this.trace = requireNonNull(trace, "trace is null");
        this.fate = requireNonNull(fate, "fate is null");
    }

    public String instance() {
        return instance;
    }

    public <T> T pass(String call, Supplier<T> request) {
        if (fate.diesAt(instance, call, true)) {
            trace.add(instance, "dies before " + call);
            throw new Crash(instance);
        }
        T answer;
        try {
            answer = request.get();
            trace.add(instance, call);
        } catch (NetworkException e) {
            trace.add(instance, call + " -> " + e.kind() + " " + e.getMessage());
            if (fate.diesAt(instance, call, false)) {
                trace.add(instance, "dies after " + call);
                throw new Crash(instance);
            }
            throw e;
        }
        if (fate.diesAt(instance, call, false)) {
            trace.add(instance, "dies after " + call);
            throw new Crash(instance);
        }
        return answer;
    }

    /** The same port, with each of its methods passing here. */
    public <P> P guard(Class<P> port, P target) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(target, args);
            }
            StringBuilder call = new StringBuilder(method.getName());
            for (Object arg : args == null ? new Object[0] : args) {
                call.append(' ').append(arg);
            }
            return this.<Object>pass(call.toString(), () -> {
                try {
                    return method.invoke(target, args);
                } catch (InvocationTargetException e) {
                    if (e.getCause() instanceof RuntimeException thrown) {
                        throw thrown;
                    }
                    if (e.getCause() instanceof Error thrown) {
                        throw thrown;
                    }
                    throw new IllegalStateException(e.getCause());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            });
        }));
    }
}
