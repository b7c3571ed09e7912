package dev.byok.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What IDEs are told of the properties, held against the properties themselves. */
class PropertyMetadataTests {

    /** By prefix; the longest one that a property begins with is its own. */
    private static final Map<String, Object> BEANS = Map.of(
            "byok.", new ByokProperties(),
            "byok.idempotency.", new ByokIdempotencyProperties(),
            "byok.images.", new ByokImagesProperties(),
            "byok.secrets.", new ByokSecretsProperties(),
            "byok.secrets.aws.", new AwsSecretsProperties(),
            "byok.secrets.azure.", new AzureSecretsProperties(),
            "byok.secrets.gcp.", new GcpSecretsProperties());

    /** Of no bean: only a condition reads it. */
    private static final String ENABLED = "byok.enabled";

    @Test
    void allPropertiesAreToldOf() throws IOException {
        assertThat(properties())
                .extracting(PropertyMetadataTests::name)
                .doesNotHaveDuplicates()
                .contains(
                        ENABLED,
                        "byok.policy.location",
                        "byok.policy.config-server.label",
                        "byok.max-buffered-bytes",
                        "byok.idempotency.ttl",
                        "byok.secrets.cipher.key",
                        "byok.secrets.vault.app-role.role-id",
                        "byok.secrets.vault.connect-timeout",
                        "byok.secrets.infisical.kubernetes.identity-id",
                        "byok.secrets.aws.region",
                        "byok.secrets.azure.vault-suffix",
                        "byok.secrets.gcp.endpoint");
    }

    @ParameterizedTest
    @MethodSource("properties")
    void eachHasATypeAndADescriptionInPlainText(JsonNode property) {
        assertThat(property.path("type").asString("")).isNotBlank();
        assertThat(property.path("description").asString(""))
                .isNotBlank()
                .doesNotContain("{@")
                .endsWith(".");
    }

    /** A property without a default is one that is not set unless somebody sets it. */
    @ParameterizedTest
    @MethodSource("properties")
    void eachHasTheDefaultThatItHas(JsonNode property) {
        String name = name(property);
        JsonNode told = property.path("defaultValue");
        if (name.equals(ENABLED)) {
            assertThat(told.asBoolean()).isTrue();
            return;
        }
        Object value = defaultOf(name);
        if (value == null) {
            assertThat(told.isMissingNode()).as(told.toString()).isTrue();
        } else {
            assertThat(told.isMissingNode()).isFalse();
            assertThat(new Binder(new MapConfigurationPropertySource(Map.of("it", told.asString())))
                            .bind("it", Bindable.of(value.getClass()))
                            .get())
                    .isEqualTo(value);
        }
    }

    private static @Nullable Object defaultOf(String name) {
        String prefix = BEANS.keySet().stream()
                .filter(name::startsWith)
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
        Object bean = Objects.requireNonNull(BEANS.get(prefix));
        return new BeanWrapperImpl(bean).getPropertyValue(camelCase(name.substring(prefix.length())));
    }

    private static String camelCase(String kebab) {
        return Pattern.compile("-([a-z])").matcher(kebab).replaceAll(match -> match.group(1)
                .toUpperCase(Locale.ROOT));
    }

    static List<JsonNode> properties() throws IOException {
        List<JsonNode> properties = new ArrayList<>();
        for (URL url : Collections.list(
                ByokProperties.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = url.openStream()) {
                for (JsonNode property :
                        JsonMapper.builder().build().readTree(in).path("properties")) {
                    if (name(property).startsWith("byok.")) {
                        properties.add(property);
                    }
                }
            }
        }
        return properties;
    }

    private static String name(JsonNode property) {
        return property.path("name").asString();
    }
}
