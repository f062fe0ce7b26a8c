package io.berth.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that say which test proves what name tests that exist. */
class DocumentedTestsTest {
    /** A cell of code: a class of tests, with a method or not; or further methods of the class named last. */
    private static final Pattern CODE =
            Pattern.compile("`(?:(\\w+(?:Test|IT))(?:\\.(\\w+))?|([a-z]\\w{7,}))(\\.\\.\\.)?`");

    private final Reactor reactor = Reactor.ofThisBuild();

    @ParameterizedTest
    @ValueSource(strings = {"docs/invariants.md", "docs/bad-input.md"})
    void namesTestsThatExist(String page) throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String line : Files.readAllLines(reactor.root().resolve(page))) {
            String source = "";
            Matcher code = CODE.matcher(page.endsWith("bad-input.md") ? line.replaceAll("\\(`[^)]*`\\)", "") : line);
            while (code.find()) {
                named++;
                if (code.group(1) != null) {
                    source = tests.getOrDefault(code.group(1), "");
                    if (source.isEmpty()) {
                        missing.add(code.group());
                    }
                }
                String method = code.group(1) == null ? code.group(3) : code.group(2);
                boolean begun = code.group(4) != null;
                if (method != null
                        && !declares(code.group(1) == null ? String.join("", tests.values()) : source, method, begun)) {
                    missing.add(code.group());
                }
            }
        }
        assertThat(missing).as("tests that %s names and nobody has", page).isEmpty();
        assertThat(named).as("tests that %s names", page).isGreaterThan(20);
    }

    private static boolean declares(String source, String method, boolean begun) {
        return Pattern.compile("void " + method + (begun ? "\\w*\\(" : "\\("))
                .matcher(source)
                .find();
    }

    private Map<String, String> tests() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path module : reactor.modules()) {
            Path tests = module.resolve("src/test/java");
            if (!Files.isDirectory(tests)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.put(name, Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        }
        return sources;
    }
}
