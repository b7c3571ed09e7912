package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.Environment;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Profile;
import org.jspecify.annotations.Nullable;

/** Reads the callers of all workspaces, each of whom is recognised by what nobody else is. */
final class CallersReader {

    private static final Fields CALLER = Fields.of(
                    "keys", "principals", "member", "environment", "profile", "enabled", "strict", "simulate")
            .and(GuardrailsReader.FIELDS)
            .without(
                    "role",
                    "profiles",
                    "data-class",
                    "budget",
                    "requests-per-minute",
                    "tokens-per-minute",
                    "max-concurrent",
                    "expires",
                    "owner");
    private static final Fields KEY = Fields.of("sha256", "expires");

    private static final String OUTSIDE_PRODUCTION = "only for callers in an environment that is not production";

    private final Declared<Profile> profiles;
    private final Profile defaultProfile;
    private final GuardrailsReader guardrails;
    private final Unique hashes = Unique.create();
    private final Unique principals = Unique.create();

    CallersReader(Declared<Profile> profiles, Profile defaultProfile, GuardrailsReader guardrails) {
        this.profiles = profiles;
        this.defaultProfile = defaultProfile;
        this.guardrails = guardrails;
    }

    /**
     * Reads {@code callers} of one workspace.
     *
     * @param recognised takes by what they are recognised
     */
    Declared<WrittenCaller> read(
            Section root,
            Grant grant,
            Declared<Guardrails> members,
            Declared<Environment> environments,
            Recognised recognised) {
        Declared<WrittenCaller> callers = new Declared<>("caller");
        root.entries("callers").forEach((name, value) -> {
            callers.add(name, null);
            Section section = value.section();
            if (section != null && value.isName(name)) {
                section.only(CALLER);
                Caller caller = caller(name, section, grant, members, environments);
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
            Declared<Guardrails> members,
            Declared<Environment> environments) {
        Profile profile = profiles.resolve(section.get("profile"));
        String environment = mention(section.get("environment"), environments);
        String member = mention(section.get("member"), members);
        return new Caller(
                name,
                grant.workspace(),
                member,
                environment,
                profile == null ? defaultProfile : profile,
                ofEnvironment(environment, environments)
                        .and(ofMember(member, members))
                        .and(guardrails.read(section)),
                section.flag("enabled", true),
                section.word("strict", ProfilesReader.STRICT) != null,
                simulates(section, environment, environments),
                section.location());
    }

    private static Guardrails ofEnvironment(@Nullable String name, Declared<Environment> environments) {
        Environment environment = name == null ? null : environments.values().get(name);
        return environment == null ? Guardrails.NONE : environment.guardrails();
    }

    private static Guardrails ofMember(@Nullable String name, Declared<Guardrails> members) {
        Guardrails member = name == null ? null : members.values().get(name);
        return member == null ? Guardrails.NONE : member;
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
