package io.vedette.deploy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the directions in which the rooms of the house may depend on each other, and what each may use. */
class RoomsTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("/test-classes/"))
            .importPackages("io.vedette");

    @Test
    void theWholeHouseIsLookedAt() {
        for (String room : new String[] {"protocol", "rules", "agent", "collector", "deploy"}) {
            assertThat(HOUSE.that(resideInAPackage("io.vedette." + room + "..")).size())
                    .as("classes in %s", room)
                    .isGreaterThan(5);
        }
    }

    @TestFactory
    Stream<DynamicTest> aRoomSeesOnlyThoseItMay() {
        return Stream.of(
                sees("protocol"),
                sees("rules"),
                sees("dashboards"),
                sees("agent", "protocol"),
                sees("collector", "protocol", "rules"));
    }

    private static DynamicTest sees(String room, String... others) {
        String[] allowed = Stream.concat(Stream.of(room), Stream.of(others))
                .map(name -> "io.vedette." + name + "..")
                .toArray(String[]::new);
        return DynamicTest.dynamicTest(
                room,
                () -> noClasses()
                        .that(resideInAPackage("io.vedette." + room + ".."))
                        .should()
                        .dependOnClassesThat(resideInAPackage("io.vedette..").and(not(resideInAnyPackage(allowed))))
                        .allowEmptyShould(true)
                        .check(HOUSE));
    }

    @TestFactory
    Stream<DynamicTest> anEngineIsTalkedToInOnePlace() {
        return Stream.of(
                only("org.apache.lucene..", "io.vedette.collector.index.lucene.."),
                only("co.elastic.clients..", "io.vedette.collector.index.elasticsearch.."),
                only("kafka..", "io.vedette.deploy.broker.."),
                only("org.simplejavamail..", "io.vedette.collector.notify.email.."),
                only("oshi..", "io.vedette.agent.probe.."));
    }

    private static DynamicTest only(String library, String place) {
        return DynamicTest.dynamicTest(
                library,
                () -> noClasses()
                        .that(not(resideInAPackage(place)))
                        .should()
                        .dependOnClassesThat(resideInAPackage(library))
                        .check(HOUSE));
    }

    @Test
    void regularExpressionsFromOutsideRunInLinearTime() {
        // The protocol and deploy rooms use java.util.regex on fixed patterns of their own; the rooms that see input
        // from outside have none.
        noClasses()
                .that(resideInAnyPackage("io.vedette.rules..", "io.vedette.agent..", "io.vedette.collector.."))
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.regex.."))
                .check(HOUSE);
    }

    @Test
    void capabilitiesDoNotDependOnEachOtherInCircles() {
        for (String room : new String[] {"protocol", "rules", "agent", "collector", "deploy"}) {
            slices().matching("io.vedette." + room + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(HOUSE);
        }
    }

    @Test
    void aPackageIsNamedForWhatItDoes() {
        classes()
                .that(resideInAPackage("io.vedette.."))
                .should()
                .resideOutsideOfPackages("..util..", "..utils..", "..impl..", "..manager..", "..common..", "..helper..")
                .check(HOUSE);
    }
}
