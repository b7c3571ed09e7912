package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.DataClass;
import dev.byok.policy.DataDemand;
import dev.byok.policy.Environment;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Profile;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the callers of all workspaces, each of whom is recognised by what nobody else is. */
final class CallersReader {

    private static final Fields CALLER = Fields.of(
                    "keys",
                    "principals",
                    "member",
                    "environment",
                    "profile",
                    "profiles",
                    "data-class",
                    "enabled",
                    "strict",
                    "simulate")
            .and(GuardrailsReader.FIELDS)
            .without(
                    "role", "budget", "requests-per-minute", "tokens-per-minute", "max-concurrent", "expires", "owner");
    private static final Fields KEY = Fields.of("sha256", "expires");

    private static final String OUTSIDE_PRODUCTION = "only for callers in an environment that is not production";

    private final Declared<Profile> profiles;
    private final Profile defaultProfile;
    private final GuardrailsReader guardrails;
    private final Declared<DataClass> dataClasses;
    private final Unique hashes = Unique.create();
    private final Unique principals = Unique.create();

    CallersReader(
            Declared<Profile> profiles,
            Profile defaultProfile,
            GuardrailsReader guardrails,
            Declared<DataClass> dataClasses) {
        this.profiles = profiles;
        this.defaultProfile = defaultProfile;
        this.guardrails = guardrails;
        this.dataClasses = dataClasses;
    }

    /**
     * Reads {@code callers} of one workspace.
     *
     * @param ofWorkspace what holds for all of them
     * @param recognised takes by what they are recognised
     */
    Declared<WrittenCaller> read(
            Section root,
            Grant grant,
            Guardrails ofWorkspace,
            Declared<Member> members,
            Declared<Environment> environments,
            Recognised recognised) {
        Declared<WrittenCaller> callers = new Declared<>("caller");
        root.entries("callers").forEach((name, value) -> {
            callers.add(name, null);
            Section section = value.section();
            if (section != null && value.isName(name)) {
                section.only(CALLER);
                Caller caller = caller(name, section, grant, ofWorkspace, members, environments);
                callers.add(name, new WrittenCaller(caller, section));
                if (!section.isSound()) {
                    callers.doubt(name);
                }
                recognise(caller, section, grant, recognised);
            }
        });
        return callers;
    }

    private Caller caller(
            String name,
            Section section,
            Grant grant,
            Guardrails ofWorkspace,
            Declared<Member> members,
            Declared<Environment> environments) {
        Profile profile = profiles.resolve(section.get("profile"));
        String environment = mention(section.get("environment"), environments);
        String member = mention(section.get("member"), members);
        Environment there = environment == null ? null : environments.values().get(environment);
        Member sender = member == null ? null : members.values().get(member);
        List<DataClass> classes = Stream.of(
                        there == null ? null : there.dataClass(),
                        sender == null ? null : sender.dataClass(),
                        dataClasses.resolve(section.get("data-class")))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Guardrails all = ofWorkspace
                .and(there == null ? Guardrails.NONE : there.guardrails())
                .and(sender == null ? Guardrails.NONE : sender.guardrails())
                .and(guardrails.read(section));
        return new Caller(
                name,
                grant.workspace(),
                member,
                environment,
                profile == null ? defaultProfile : profile,
                section.list("profiles").stream()
                        .map(profiles::resolve)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                classes.stream().map(DataClass::guardrails).reduce(all, Guardrails::and),
                section.flag("enabled", true),
                section.word("strict", ProfilesReader.STRICT) != null,
                classes.stream().map(DataClass::demand).reduce(DataDemand.NONE, DataDemand::and),
                classes.stream().reduce(DataClass::stricter).orElse(null),
                simulates(section, environment, environments),
                section.location());
    }

    /** Where real requests are answered, nobody is to make believe that a key failed. */
    private static boolean simulates(Section section, @Nullable String name, Declared<Environment> environments) {
        Value value = section.get("simulate");
        if (value == null || !value.flag(false)) {
            return false;
        }
        if (!section.has("environment")) {
            value.problem(OUTSIDE_PRODUCTION + ": this one has none");
        }
        Environment environment = name == null ? null : environments.values().get(name);
        if (name == null || environment == null) {
            // One that is unknown or wrong is reported where it stands.
            return false;
        }
        if (environment.production()) {
            value.problem(OUTSIDE_PRODUCTION + ": " + Shown.text(name) + " is, unless it says production: false");
        }
        return !environment.production();
    }

    private static @Nullable String mention(@Nullable Value value, Declared<?> declared) {
        String name = value == null ? null : value.text();
        return value != null && name != null && declared.knows(name, value) ? name : null;
    }

    private void recognise(Caller caller, Section section, Grant grant, Recognised recognised) {
        if (!section.has("keys") && !section.has("principals")) {
            section.problem("expected keys or principals: nothing else would recognise this caller");
        }
        section.list("keys").forEach(item -> gatewayKey(caller, item, recognised));
        section.list("principals").forEach(item -> principal(caller, item, grant, recognised));
    }

    private void gatewayKey(Caller caller, Value item, Recognised recognised) {
        Section section = item.section();
        if (section == null) {
            return;
        }
        section.only(KEY).require("sha256");
        Value value = section.get("sha256");
        byte[] sha256 = value == null ? null : KeyHashes.read(value, hashes);
        if (sha256 != null) {
            recognised.gatewayKeys().add(new GatewayKeys.Entry(sha256, caller, section.instant("expires")));
        }
    }

    private void principal(Caller caller, Value item, Grant grant, Recognised recognised) {
        String principal = item.text();
        if (principal != null && grant.allowsPrincipal(principal, item) && principals.claim(principal, item)) {
            recognised.callersByPrincipal().put(principal, caller);
        }
    }
}
