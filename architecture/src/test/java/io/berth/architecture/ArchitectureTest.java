package io.berth.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The arrows between the modules, and the habits of their code. A rule speaks of a layer once that layer has code, and
 * then fails if it finds none of its classes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {
    /** Whose library a package is: the layer that alone may name it. */
    private static final Map<String, List<String>> OWNERS = Map.of(
            "com.aliyun", List.of("io.berth.cloud.alibaba"),
            "com.volcengine", List.of("io.berth.cloud.volcengine"),
            "software.amazon", List.of("io.berth.cloud.aws"),
            "io.javaoperatorsdk", List.of("io.berth.operator"),
            "io.fabric8",
                    List.of(
                            "io.berth.runtime",
                            "io.berth.cloud.kubernetes",
                            "io.berth.tck",
                            "io.berth.localcluster",
                            "io.berth.operator"));

    private static final Set<String> ANY = Layer.ALL.stream().map(Layer::root).collect(Collectors.toUnmodifiableSet());

    private final Reactor reactor = Reactor.ofThisBuild();
    private JavaClasses berth = new ClassFileImporter().importClasses();

    @BeforeAll
    void importEverything() {
        berth = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.berth");
    }

    @Test
    void judgesEveryMainSourceFileOfEveryModule() {
        Set<String> seen = new TreeSet<>();
        berth.forEach(type -> seen.add(type.getName()));
        Map<Path, Set<String>> unseen = new TreeMap<>();
        int sources = 0;
        for (Path module : reactor.modules()) {
            Set<String> types = Reactor.mainTypes(module);
            sources += types.size();
            Set<String> missing = new TreeSet<>(types);
            missing.removeAll(seen);
            if (!missing.isEmpty()) {
                unseen.put(reactor.root().relativize(module), missing);
            }
        }
        assertThat(unseen)
                .as("modules whose classes are not seen; add them to architecture/pom.xml with scope test")
                .isEmpty();
        assertThat(sources).as("main source files").isGreaterThan(40);
    }

    @Test
    void everyClassBelongsToALayer() {
        String[] roots = Layer.ALL.stream().map(layer -> layer.root() + "..").toArray(String[]::new);
        check(classes().should().resideInAnyPackage(roots).because("Layer.ALL says who may name whom"));
    }

    @TestFactory
    Stream<DynamicTest> namesOnlyTheLayersBelowIt() {
        return present(
                ANY,
                layer -> noClasses()
                        .that()
                        .resideInAPackage(layer.root() + "..")
                        .should()
                        .dependOnClassesThat(describe(
                                "are in Berth's other layers than " + layer.mayName(),
                                type -> Layer.isIn(type.getPackageName(), "io.berth")
                                        && !layer.mayName(type.getPackageName()))));
    }

    @TestFactory
    Stream<DynamicTest> contractNeedsNothingBesideTheJdkAndPluginsNoMoreThanJson() {
        return present(
                Set.of("io.berth.spi", "io.berth.plugin"),
                layer -> classes()
                        .that()
                        .resideInAPackage(layer.root() + "..")
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "org.jspecify.annotations",
                                "io.berth.spi..",
                                layer.root() + "..",
                                // Claims are JSON.
                                layer.root().equals("io.berth.plugin") ? "com.fasterxml.jackson.." : "java.lang..")));
    }

    @TestFactory
    Stream<DynamicTest> siblingsDoNotNameEachOther() {
        return Stream.of("io.berth.plugin", "io.berth.cloud")
                .filter(this::hasCode)
                .map(root -> dynamicTest(
                        root,
                        () -> check(slices().matching(root + ".(*)..").should().notDependOnEachOther())));
    }

    @TestFactory
    Stream<DynamicTest> libraryIsNamedByItsOwnersAlone() {
        return OWNERS.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    String[] owners =
                            entry.getValue().stream().map(owner -> owner + "..").toArray(String[]::new);
                    check(noClasses()
                            .that(not(resideInAnyPackage(owners)))
                            .should()
                            .dependOnClassesThat(resideInAPackage(entry.getKey() + ".."))
                            .because("a user of one cloud ships no other cloud's SDK"));
                }));
    }

    @Test
    void engineCompilesAgainstTheClientsInterfacesAlone() {
        check(noClasses()
                .that()
                .resideInAPackage("io.berth.runtime..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.fabric8.kubernetes.client.impl..",
                        "io.fabric8.kubernetes.client.dsl.internal..",
                        "io.fabric8.kubernetes.client.informers.impl.."))
                .because("the host brings the client"));
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses()
                .should()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameContaining("Common")
                .orShould()
                .haveNameMatching(".*[.$]Abstract\\w*Base"));
    }

    @Test
    void packagesFormNoCycle() {
        check(slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles());
    }

    @TestFactory
    Stream<DynamicTest> twoEnginesShareNoState() {
        DescribedPredicate<JavaField> written = describe(
                "are static and written in the source",
                field -> field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC));
        // A layer may well have no static field at all.
        return present(
                ANY,
                layer -> fields().that(written)
                        .and()
                        .areDeclaredInClassesThat()
                        .resideInAPackage(layer.root() + "..")
                        .should(new ImmutableStatics())
                        .allowEmptyShould(true));
    }

    @TestFactory
    Stream<DynamicTest> timeAndChanceComeInByConstructor() {
        DescribedPredicate<JavaMethodCall> fromTheAir = describe("it takes time or chance from the air", call -> {
            MethodCallTarget target = call.getTarget();
            String owner = target.getOwner().getName();
            boolean bare = target.getRawParameterTypes().isEmpty();
            return switch (target.getName()) {
                case "now" -> bare && owner.startsWith("java.time.");
                case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
                case "sleep" -> owner.startsWith("java.lang.") || owner.startsWith("java.util.concurrent.");
                case "random" -> owner.equals("java.lang.Math");
                case "current" -> owner.equals("java.util.concurrent.ThreadLocalRandom");
                case "randomUUID" -> owner.equals("java.util.UUID");
                default -> false;
            };
        });
        Set<String> simulated = Set.of("io.berth.spi", "io.berth.runtime", "io.berth.plugin", "io.berth.cloud");
        return present(
                simulated,
                layer -> noClasses()
                        .that()
                        .resideInAPackage(layer.root() + "..")
                        .and()
                        // The one that hands the machine's time in.
                        .doNotHaveFullyQualifiedName("io.berth.runtime.SystemTimeline")
                        .should()
                        .callMethodWhere(fromTheAir)
                        .because("the simulation replays a history from its seed; hand in System::nanoTime"));
    }

    private Stream<DynamicTest> present(Set<String> roots, Function<Layer, ArchRule> rule) {
        List<Layer> layers = Layer.ALL.stream()
                .filter(layer -> roots.contains(layer.root()) && hasCode(layer.root()))
                .toList();
        assertThat(layers).as("layers with code of " + roots).isNotEmpty();
        return layers.stream().map(layer -> dynamicTest(layer.root(), () -> check(rule.apply(layer))));
    }

    /** Asks the sources, not the classes seen: a rule must not fall silent because a class is not seen. */
    private boolean hasCode(String root) {
        return reactor.modules().stream()
                .flatMap(module -> Reactor.mainTypes(module).stream())
                .anyMatch(type -> Layer.isIn(type, root));
    }

    private void check(ArchRule rule) {
        rule.check(berth);
    }
}
