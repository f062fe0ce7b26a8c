package io.berth.operator.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/operator.md}: its sections, with the fenced blocks in them. */
public record Guide(List<Section> sections) {
    /** @param file the file that the line before it names, as in {@code `berth.yaml`:} */
    public record Block(String language, Optional<String> file, String text) {}

    /** @param table the lines of its tables */
    public record Section(String title, List<String> table, List<Block> blocks) {
        /** Of all blocks of this language that are no files, in their order. */
        public String script() {
            StringBuilder script = new StringBuilder();
            blocks.stream()
                    .filter(block ->
                            block.language().equals("sh") && block.file().isEmpty())
                    .forEach(block -> script.append(block.text()));
            return script.toString();
        }

        public String file(String name) {
            return blocks.stream()
                    .filter(block -> block.file().equals(Optional.of(name)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("'" + title + "' has no file " + name))
                    .text();
        }
    }

    private static final Pattern FILE = Pattern.compile(".*`([-a-z.]+\\.yaml)`:$");

    /** The folder of the whole project. */
    public static Path root() {
        return Path.of(System.getProperty("berth.root", ".."));
    }

    public static Guide read() throws IOException {
        List<Section> sections = new ArrayList<>();
        Section section = new Section("", new ArrayList<>(), new ArrayList<>());
        Optional<String> file = Optional.empty();
        Optional<String> language = Optional.empty();
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(root().resolve("docs/operator.md"))) {
            if (language.isPresent()) {
                if (line.equals("```")) {
                    section.blocks().add(new Block(language.get(), file, text.toString()));
                    language = Optional.empty();
                    file = Optional.empty();
                } else {
                    text.append(line).append('\n');
                }
            } else if (line.startsWith("```")) {
                language = Optional.of(line.substring(3));
                text = new StringBuilder();
            } else if (line.startsWith("#")) {
                sections.add(section);
                section = new Section(
                        line.replaceFirst("^#+ ", "").replace("`", ""), new ArrayList<>(), new ArrayList<>());
                file = Optional.empty();
            } else if (line.startsWith("|")) {
                section.table().add(line);
            } else if (!line.isBlank()) {
                Matcher matcher = FILE.matcher(line);
                file = matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
            }
        }
        sections.add(section);
        return new Guide(sections);
    }

    public Section section(String title) {
        return sections.stream()
                .filter(section -> section.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/operator.md has no section '" + title + "'"));
    }
}
