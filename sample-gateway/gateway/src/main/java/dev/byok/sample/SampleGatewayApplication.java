package dev.byok.sample;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An ordinary Spring Cloud Gateway with Byok on one route; with the argument {@code keygen} it makes a gateway key. */
@SpringBootApplication
public class SampleGatewayApplication {

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("keygen")) {
            Keygen.print(System.out);
            return;
        }
        LastGoodRoutes.run(SampleGatewayApplication.class, args);
    }
}
