package dev.byok.sample;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The gateway's properties as the config server last had them, in a file that its owner alone may read: what a start
 * without the server goes by. The file is named by {@code sample.routes.last-good}.
 */
final class LastGoodRoutes {

    private static final Logger log = LoggerFactory.getLogger(LastGoodRoutes.class);
    private static final String PROPERTY = "sample.routes.last-good";
    private static final String NAME = "last-good-routes";
    private static final String FROM_SERVER = "configserver:";
    private static final String GATEWAY = "spring.cloud.gateway.";

    private LastGoodRoutes() {}

    /** Takes the properties out of the file where the config server gave none. */
    static void restore(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Path file = file(environment);
        if (file == null || isFromServer(environment) || !Files.exists(file)) {
            return;
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
            environment.getPropertySources().addLast(new PropertiesPropertySource(NAME, properties));
            log.warn("the config server has no routes for us now; these are the last good ones, from {}", file);
        } catch (IOException | IllegalArgumentException e) {
            log.error("the last good routes in {} cannot be used: {}", file, e.toString());
        }
    }

    /** Writes the properties that the config server gave; nothing where it gave none. */
    static void save(ConfigurableEnvironment environment) {
        Path file = file(environment);
        if (file == null || !isFromServer(environment)) {
            return;
        }
        try {
            Path folder =
                    Files.createDirectories(file.toAbsolutePath().normalize().getParent());
            // Owner only, from its first byte on.
            Path temporary = Files.createTempFile(folder, ".routes", ".new");
            try (Writer out = Files.newBufferedWriter(temporary)) {
                fromServer(environment).store(out, null);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.error("the routes cannot be kept in {}: {}", file, e.toString());
        }
    }

    /** Takes back what {@link #restore} gave once the server has answered; true where there was something. */
    static boolean retire(ConfigurableEnvironment environment) {
        return isFromServer(environment) && environment.getPropertySources().remove(NAME) != null;
    }

    private static @Nullable Path file(ConfigurableEnvironment environment) {
        String file = environment.getProperty(PROPERTY);
        return file == null ? null : Path.of(file);
    }

    private static boolean isFromServer(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream().anyMatch(LastGoodRoutes::isFromServer);
    }

    private static boolean isFromServer(PropertySource<?> source) {
        return source.getName().startsWith(FROM_SERVER);
    }

    private static Properties fromServer(ConfigurableEnvironment environment) {
        Properties properties = new Properties();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (isFromServer(source) && source instanceof EnumerablePropertySource<?> listed) {
                for (String name : listed.getPropertyNames()) {
                    if (name.startsWith(GATEWAY)) {
                        properties.putIfAbsent(name, String.valueOf(listed.getProperty(name)));
                    }
                }
            }
        }
        return properties;
    }
}
