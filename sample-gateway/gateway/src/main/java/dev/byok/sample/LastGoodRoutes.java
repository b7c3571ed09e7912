package dev.byok.sample;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The gateway's properties by which its routes could last be built, in a file that its owner alone may read: what a start
 * goes by while the config server is down, or has routes that cannot be built. The file is named by {@code
 * sample.routes.last-good}.
 */
final class LastGoodRoutes {

    private static final Logger log = LoggerFactory.getLogger(LastGoodRoutes.class);
    private static final String PROPERTY = "sample.routes.last-good";
    /** Set for a start that has to go by the file, whatever the server has. */
    private static final String PREFER = "sample.routes.prefer-last-good";

    private static final String NAME = "last-good-routes";
    private static final String FROM_SERVER = "configserver:";
    private static final String GATEWAY = "spring.cloud.gateway.";

    private LastGoodRoutes() {}

    /**
     * Runs the application, and once more by the last good routes where those of the server cannot be built. That their
     * definitions are wrong is known only when they are.
     */
    static void run(Class<?> application, String... args) {
        AtomicBoolean hasCopy = new AtomicBoolean();
        try {
            start(application, hasCopy, Map.of(), args);
        } catch (RuntimeException e) {
            if (!hasCopy.get() || !(NestedExceptionUtils.getMostSpecificCause(e) instanceof IllegalArgumentException)) {
                throw e;
            }
            start(application, hasCopy, Map.of(PREFER, "true"), args);
        }
    }

    private static void start(Class<?> source, AtomicBoolean hasCopy, Map<String, Object> defaults, String... args) {
        SpringApplication application = new SpringApplication(source);
        application.setDefaultProperties(defaults);
        application.addInitializers(context -> hasCopy.set(restore(context)));
        application.run(args);
    }

    /** Takes the properties out of the file where need be; true where they are there but were not needed. */
    private static boolean restore(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Path file = file(environment);
        if (file == null || !Files.exists(file)) {
            return false;
        }
        boolean preferred = environment.getProperty(PREFER, Boolean.class, false);
        if (isFromServer(environment) && !preferred) {
            return true;
        }
        try (Reader in = Files.newBufferedReader(file)) {
            Properties properties = new Properties();
            properties.load(in);
            PropertiesPropertySource source = new PropertiesPropertySource(NAME, properties);
            if (preferred) {
                environment.getPropertySources().addFirst(source);
            } else {
                environment.getPropertySources().addLast(source);
            }
            log.warn(
                    "the config server has no routes for us that can be used; these are the last good ones, from {}",
                    file);
        } catch (IOException | IllegalArgumentException e) {
            log.error("the last good routes in {} cannot be used: {}", file, e.toString());
        }
        return false;
    }

    /** Writes the properties by which the routes have just been built, unless these came out of the file themselves. */
    static void save(ConfigurableEnvironment environment) {
        Path file = file(environment);
        if (file == null
                || !isFromServer(environment)
                || environment.getPropertySources().contains(NAME)) {
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

    /** Lets go of the file's properties once the server has answered; true where there were some. */
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
