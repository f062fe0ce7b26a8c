package io.berth.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the project says that it consists of: its modules and their main source files. */
record Reactor(Path root) {
    /** The project that this test is built in. */
    static Reactor ofThisBuild() {
        String root = System.getProperty("berth.root");
        if (root == null) {
            throw new IllegalStateException("berth.root is not set; Maven sets it, and in an IDE it is the folder of"
                    + " the topmost pom.xml (-Dberth.root=...)");
        }
        return new Reactor(Path.of(root));
    }

    /** The folders of all modules, also of those below an aggregator. */
    List<Path> modules() {
        List<Path> found = new ArrayList<>();
        collect(root, found);
        return List.copyOf(found);
    }

    /** The qualified names of the top-level types in the main source files of a module. */
    static Set<String> mainTypes(Path module) {
        Path sources = module.resolve("src/main/java");
        if (!Files.isDirectory(sources)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.map(file -> sources.relativize(file).toString())
                    .filter(file -> file.endsWith(".java") && !file.endsWith("-info.java"))
                    .map(file -> file.substring(0, file.length() - ".java".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(Path folder, List<Path> found) {
        NodeList named = parse(folder.resolve("pom.xml")).getElementsByTagName("module");
        for (int i = 0; i < named.getLength(); i++) {
            Path module = folder.resolve(named.item(i).getTextContent().strip());
            found.add(module);
            collect(module, found);
        }
    }

    private static Document parse(Path pom) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(pom + " is not XML", e);
        }
    }
}
