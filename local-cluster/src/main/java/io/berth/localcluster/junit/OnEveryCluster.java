package io.berth.localcluster.junit;

import io.berth.localcluster.ClusterTier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs all tests of a class once on the embedded cluster and once on the real one. The clusters are shared by all such classes
 * of a JVM; each test has a {@link Sandbox} of its own in them, and asks for it by a parameter of that type, in the test or in
 * a {@code @BeforeEach} method.
 *
 * <p>Where the real control plane's programs are missing, its tests are skipped and one line says so, unless the environment
 * variable {@value ClusterTiers#POLICY} is {@code required}: then they fail. With {@code off} they are skipped always.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(ClusterTiers.class)
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock("io.berth.localcluster")
public @interface OnEveryCluster {

    /** On which of them. */
    ClusterTier[] value() default {ClusterTier.EMBEDDED, ClusterTier.REAL};
}
