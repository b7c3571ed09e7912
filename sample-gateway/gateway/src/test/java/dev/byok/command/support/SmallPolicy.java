package dev.byok.command.support;

import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A policy without anything to be said of it, and edits of it. */
public final class SmallPolicy {

    public static final String ACME = "workspaces/acme.yml";

    private static final Map<String, String> CONTENTS =
            Map.of("policy.yml", """
            policy: 1
            secrets: { file-roots: [/run/secrets] }
            workspaces:
              acme:
                file: workspaces/acme.yml
                secrets: ["file:/run/secrets/**"]
                providers: ["*"]
                shared-capacity: {}
            """, "providers.yml", """
            providers: { openai: {}, groq: {} }
            shared-capacity:
              openai: [{ name: shared-openai, secret: "file:/run/secrets/shared-openai" }]
              groq: [{ name: shared-groq, secret: "file:/run/secrets/shared-groq" }]
            """, "models.yml", """
            models:
              openai/gpt: { endpoints: [{ provider: openai, model: gpt }] }
              meta/llama: { endpoints: [{ provider: groq, model: llama }, { provider: openai, model: llama }] }
            """, ACME, """
            workspace: acme
            environments: { prod: {}, dev: {} }
            members: { legal: {} }
            callers:
              app:
                keys: [{ sha256: "5c1d7e0000000000000000000000000000000000000000000000000000000001" }]
                environment: prod
            keys:
              openai:
                prioritized:
                  - { name: main, secret: "file:/run/secrets/openai" }
            """);

    private SmallPolicy() {}

    /** Returns it with one place in one file replaced. */
    public static PolicyFiles edited(String file, String from, String to) {
        return edited(CONTENTS, file, from, to);
    }

    /** Returns texts with one place in one file replaced. */
    public static PolicyFiles edited(Map<String, String> texts, String file, String from, String to) {
        Map<String, String> contents = new TreeMap<>(texts);
        String text = contents.getOrDefault(file, "");
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " has no " + from);
        }
        contents.put(file, text.replace(from, to));
        return PolicyFiles.hashed(contents);
    }

    /** Returns files with one more. */
    public static PolicyFiles with(PolicyFiles files, String file, String text) {
        Map<String, String> contents = new TreeMap<>(files.contents());
        contents.put(file, text);
        return PolicyFiles.hashed(contents);
    }

    /** Returns it as it is. */
    public static PolicyFiles files() {
        return PolicyFiles.hashed(CONTENTS);
    }

    /** Writes files below a folder; returns that. */
    public static Path write(Path folder, PolicyFiles files) throws IOException {
        for (Map.Entry<String, String> file : files.contents().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return folder;
    }
}
