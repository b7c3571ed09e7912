package dev.byok.policy.document;

import dev.byok.caller.GatewayKeyFormat;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Texts that look like credentials of each kind there is. Made here, so that no scanner takes a file for a leak. */
final class MadeUpCredentials {

    static final String ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    static final String HEX = "0123456789abcdef";
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Random RANDOM = new Random(42);

    private MadeUpCredentials() {}

    /** Returns one of each kind by its name. */
    static Map<String, String> byName() {
        Map<String, String> made = new TreeMap<>();
        String openAi = some(74, ALNUM) + "T3Blbk" + "FJ" + some(74, ALNUM);
        made.put("openai-project-key", "sk-proj-" + openAi);
        made.put("openai-service-key", "sk-svcacct-" + openAi);
        made.put("openai-admin-key", "sk-admin-" + openAi);
        made.put("openai-legacy-key", "sk-" + some(20, ALNUM) + "T3Blbk" + "FJ" + some(20, ALNUM));
        made.put("anthropic-key", "sk-ant-" + "api03-" + some(93, ALNUM) + "AA");
        made.put("anthropic-admin-key", "sk-ant-" + "admin01-" + some(93, ALNUM) + "AA");
        made.put("anthropic-oauth-token", "sk-ant-" + "oat01-" + some(80, ALNUM));
        made.put("anthropic-refresh-token", "sk-ant-" + "ort01-" + some(80, ALNUM));
        made.put("google-key", "AIza" + some(35, ALNUM));
        made.put("google-auth-key", "AQ." + some(40, ALNUM));
        made.put("google-access-token", "ya29." + some(60, ALNUM));
        made.put("private-key", "-----BEGIN PRIVATE " + "KEY-----" + some(40, ALNUM));
        made.put("azure-openai-key", azure("AAABACOG"));
        made.put("azure-ai-services-key", azure("AAAAACOG"));
        made.put("azure-cognitive-services-key", azure("AAAEACOG"));
        made.put("entra-client-secret", some(3, ALNUM) + "8Q~" + some(34, ALNUM));
        made.put("aws-access-key-id", "AKIA" + some(16, CAPITALS));
        made.put("aws-temporary-key-id", "ASIA" + some(16, CAPITALS));
        made.put("bedrock-key", "ABSK" + some(120, ALNUM));
        made.put("bedrock-short-term-key", "bedrock-api-key-" + some(80, ALNUM));
        made.put("xai-key", "xai-" + some(80, ALNUM));
        made.put("groq-key", "gsk_" + some(52, ALNUM));
        made.put("perplexity-key", "pplx-" + some(48, ALNUM));
        made.put("openrouter-key", "sk-or-v1-" + some(64, HEX));
        made.put("deepseek-key", "sk-" + some(32, HEX));
        made.put("fireworks-key", "fw_" + some(24, ALNUM));
        made.put("together-key", "tgp_v1_" + some(43, ALNUM));
        made.put("firecrawl-key", "fc-" + some(32, HEX));
        made.put("hugging-face-token", "hf_" + some(34, ALNUM));
        made.put("gateway-key", GatewayKeyFormat.generate(new SecureRandom()));
        return made;
    }

    /** Returns credentials that only their place gives away: nothing but letters and digits. */
    static Map<String, String> withoutAFormat() {
        return new TreeMap<>(Map.of(
                "azure-old-key", some(32, HEX),
                "aws-secret-key", some(40, ALNUM + "/+"),
                "cohere-key", some(40, ALNUM),
                "mistral-key", some(32, ALNUM),
                "together-bare-key", some(64, HEX)));
    }

    static String some(int length, String alphabet) {
        StringBuilder text = new StringBuilder();
        RANDOM.ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        // A digit for certain, as real ones have.
        return text.deleteCharAt(0).insert(0, '7').toString();
    }

    private static String azure(String signature) {
        return some(52, ALNUM) + "JQQJ99" + "AA" + some(12, ALNUM) + signature + some(4, ALNUM);
    }
}
