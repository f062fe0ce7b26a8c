package io.berth.it.vectors;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case of every file in the folder that {@code -Dberth.vectors=} names; without it, of those that the project
 * keeps. A type that nothing on the class path declares is not applicable yet, which is said in one line; whatever else
 * is not understood fails.
 */
class VectorsTest {
    @TestFactory
    List<DynamicTest> everyCaseHolds() {
        Path folder = Optional.ofNullable(System.getProperty("berth.vectors"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElse(Path.of("src", "test", "resources", "vectors"));
        Set<String> played = World.playedTypes();
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, Integer> notYet = new TreeMap<>();
        for (Vector vector : Vector.in(folder)) {
            if (played.contains(vector.networkType())) {
                tests.add(dynamicTest(vector.toString(), () -> run(vector)));
            } else {
                notYet.merge(vector.networkType(), 1, Integer::sum);
            }
        }
        System.out.println("Vectors of %s: %d cases run; %d are of types that are not played here yet: %s"
                .formatted(
                        folder,
                        tests.size(),
                        notYet.values().stream().mapToInt(Integer::intValue).sum(),
                        notYet));
        return tests;
    }

    static void run(Vector vector) {
        if (vector.isSequence()) {
            new SequenceCase(vector).run();
        } else {
            new OperationCase(vector).run();
        }
    }
}
