package io.berth.tck.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/plugin-kit.md says what is so. */
final class GuideTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    private static String guide() throws IOException {
        return Files.readString(Path.of(System.getProperty("berth.root"), "docs", "plugin-kit.md"));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        private Source(String type, String code) {
            super(URI.create("string:///" + type + ".java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }

    /** What the class path of a user would make of it. */
    private static void compile(String type, String code, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<JavaFileObject> sources = List.of(new Source(type, code));
        List<String> options =
                List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"), "-proc:none");
        boolean done =
                compiler.getTask(messages, null, null, options, null, sources).call();
        assertThat(done).as(messages.toString()).isTrue();
    }

    @Test
    void itsExampleCompilesAndPasses(@TempDir Path classes) throws Exception {
        List<String> snippets = new ArrayList<>();
        Matcher matcher = SNIPPET.matcher(guide());
        while (matcher.find()) {
            snippets.add(matcher.group(1));
        }
        assertThat(snippets).hasSize(1);
        compile("MyPluginKitTest", snippets.get(0), classes);

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            PluginKit kit = (PluginKit)
                    loader.loadClass("MyPluginKitTest").getConstructor().newInstance();
            int run = 0;
            for (Theme theme : List.of(Theme.CONFIG, Theme.PROPOSE, Theme.RECONCILE)) {
                for (Check check : PluginKit.checks(kit.fixture(), theme)) {
                    check.body().run();
                    run++;
                }
            }
            assertThat(run).isGreaterThan(15);
        }
    }

    @Test
    void itListsEveryRule() throws IOException {
        String guide = guide();

        for (Rule rule : Rule.values()) {
            assertThat(guide).contains("| `%s` | %s |".formatted(rule.name(), rule.demand()));
        }
    }

    @Test
    void itListsEveryMethodOfTheFixture() throws IOException {
        String guide = guide();

        for (var method : PluginFixture.class.getDeclaredMethods()) {
            if (!method.isSynthetic()) {
                assertThat(guide).contains("`" + method.getName() + "`");
            }
        }
    }
}
