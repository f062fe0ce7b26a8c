package io.berth.operator.config;

import io.berth.runtime.CloudAccount;
import io.berth.spi.config.NameValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The section {@code clouds}: per account its {@code type}, and whatever that cloud wants. A value may be said to come
 * from an environment variable ({@code key: {env: NAME}}) or a file ({@code key: {file: PATH}}), so that no credential
 * has to stand in the file.
 */
final class CloudsSection {
    private static final String TYPE = "type";

    private final Function<String, Optional<String>> environment;

    CloudsSection(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    private static final class Account {
        private Optional<String> type = Optional.empty();
        private final List<NameValue> settings = new ArrayList<>();
    }

    List<CloudAccount> read(List<YamlEntry> entries, List<String> problems) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (YamlEntry entry : entries) {
            Account account = accounts.computeIfAbsent(entry.path().get(1), name -> new Account());
            if (entry.path().size() == 2) {
                entry.text()
                        .ifPresent(text -> problems.add("%s (line %d): is an account; write its keys below it, indented"
                                .formatted(entry.name(), entry.line())));
            } else if (entry.nameFrom(2).equals(TYPE)) {
                account.type = entry.text();
            } else {
                setting(entry, problems).ifPresent(account.settings::add);
            }
        }
        List<CloudAccount> clouds = new ArrayList<>();
        accounts.forEach((name, account) -> {
            if (account.type.isPresent()) {
                clouds.add(new CloudAccount(account.type.get(), name, account.settings));
            } else {
                problems.add("clouds.%s.%s: is missing; give the name of a cloud".formatted(name, TYPE));
            }
        });
        return clouds;
    }

    private Optional<NameValue> setting(YamlEntry entry, List<String> problems) {
        Optional<String> text = entry.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int last = entry.path().size() - 1;
        String name = String.join(".", entry.path().subList(2, last));
        if (name.isEmpty()) {
            return Optional.of(new NameValue(entry.nameFrom(2), text.get()));
        }
        return switch (entry.path().get(last)) {
            case "env" -> fromEnvironment(entry, text.get(), problems).map(value -> new NameValue(name, value));
            case "file" -> fromFile(entry, text.get(), problems).map(value -> new NameValue(name, value));
            default -> Optional.of(new NameValue(entry.nameFrom(2), text.get()));
        };
    }

    private Optional<String> fromEnvironment(YamlEntry entry, String variable, List<String> problems) {
        Optional<String> value = environment.apply(variable);
        if (value.isEmpty()) {
            problems.add("%s (line %d): there is no environment variable '%s'; set it"
                    .formatted(entry.name(), entry.line(), variable));
        }
        return value;
    }

    private static Optional<String> fromFile(YamlEntry entry, String path, List<String> problems) {
        try {
            return Optional.of(Files.readString(Path.of(path)).strip());
        } catch (IOException | InvalidPathException e) {
            // The message may not hold what was read.
            problems.add("%s (line %d): the file '%s' cannot be read (%s)"
                    .formatted(entry.name(), entry.line(), path, e.getClass().getSimpleName()));
            return Optional.empty();
        }
    }
}
