package dev.byok;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The direction of the arrows between packages, as they hold today. */
class ArchitectureTests {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.byok");

    @Test
    void onlyGatewayKnowsTheHostGateway() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.byok.gateway..", "dev.byok.autoconfigure..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.cloud..")
                .check(MAIN);
    }

    /**
     * What a failed call's exceptions mean is the business of {@code outcome}, and they are the transport's own. The
     * policy is fetched by a client beside that of the gateway, and images by another.
     */
    @Test
    void onlyGatewayKnowsTheTransportAndOutcomeItsExceptions() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.byok.gateway..",
                        "dev.byok.outcome..",
                        "dev.byok.policy.configserver..",
                        "dev.byok.image..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("reactor.netty..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("dev.byok.outcome..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("reactor.netty..").and(not(exceptions())))
                .check(MAIN);
    }

    /** Bodies are Netty's buffers from one end to the other, so {@code request} and {@code dialect} read them. */
    @Test
    void ofNettyOnlyTheBuffersAreKnownOutsideGateway() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.byok.gateway..", "dev.byok.policy.configserver..", "dev.byok.image..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty..")
                        .and(not(resideInAnyPackage("io.netty.buffer", "io.netty.util.concurrent"))))
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.byok.gateway..",
                        "dev.byok.request..",
                        "dev.byok.dialect..",
                        "dev.byok.policy.configserver..",
                        "dev.byok.image..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(MAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "provider, ''",
        "secret, ''",
        "secret.aws, secret aws",
        "secret.gcp, secret",
        "secret.azure, secret",
        "secret.infisical, secret",
        "secret.cipher, secret",
        "secret.vault, secret",
        "request, policy price",
        "dialect, ''",
        "dialect.anthropic, dialect",
        "dialect.anthropic.inbound, dialect dialect.anthropic",
        "dialect.chat, dialect",
        "dialect.bedrock, dialect dialect.anthropic",
        "aws, secret",
        "image, policy",
        "price, ''",
        "ledger, ''",
        "outcome, provider",
        "quota, provider",
        "policy, provider secret price",
        "scenario, outcome plan policy",
        "policy.document, policy provider secret price scenario outcome",
        "policy.source, policy policy.document",
        "revocation, policy",
        "speed, policy",
        "sticky, policy",
        "rotation, health policy",
        "health, outcome policy quota revocation secret",
        "policy.configserver, policy.source policy.document",
        "plan, health policy price provider quota rotation speed sticky",
        "simulation, health outcome plan policy provider quota",
        "failover, health outcome plan policy quota simulation",
        "caller, policy revocation",
        "idempotency, ''",
        "actuate, health idempotency outcome policy policy.source policy.document quota revocation secret",
    })
    void knowsNobodyOfOursBut(String name, String known) {
        String[] allowed = (name + " " + known).trim().split(" ");

        classes()
                .that()
                .resideInAPackage("dev.byok." + name)
                .should()
                .onlyDependOnClassesThat(not(resideInAnyPackage("dev.byok..")).or(resideInAnyPackage(named(allowed))))
                .check(MAIN);
    }

    @Test
    void nobodyKnowsGatewayButWhatPutsItTogether() {
        classes()
                .that()
                .resideInAPackage("dev.byok.gateway..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage("dev.byok.gateway..", "dev.byok.autoconfigure..")
                .check(MAIN);
    }

    @Test
    void decisionsArePureJava() {
        classes()
                .that()
                .resideInAnyPackage(
                        "dev.byok.plan..",
                        "dev.byok.failover..",
                        "dev.byok.policy",
                        "dev.byok.provider..",
                        "dev.byok.quota..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.byok..", "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.byok.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void nothingIsPrinted() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
    }

    @Test
    void noClassIsAManagerOrAUtil() {
        noClasses().should().haveNameMatching(".*(Manager|Util|Utils|Helper)").check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes().should(resideInNullMarkedPackages()).check(MAIN);
    }

    private static ArchCondition<JavaClass> resideInNullMarkedPackages() {
        return ArchCondition.from(
                DescribedPredicate.describe("reside in a package that is @NullMarked", type -> type.getPackage()
                        .isAnnotatedWith(NullMarked.class)));
    }

    private static DescribedPredicate<JavaClass> exceptions() {
        return DescribedPredicate.describe("exceptions", type -> type.isAssignableTo(Throwable.class));
    }

    private static String[] named(String... packages) {
        String[] names = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            names[i] = "dev.byok." + packages[i];
        }
        return names;
    }
}
