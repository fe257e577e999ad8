# Français. Mêmes messages qu’en anglais, dans le même ordre ; les valeurs sont entre accolades.

## Durées

duration-milliseconds = { $count } ms
duration-seconds = { $count } s
duration-tenths = { $seconds },{ $tenth } s

## Issues : les mêmes mots dans le menu, les notifications, la ligne de commande et la fenêtre

action-open = ouverture
action-close = fermeture
action-check = vérification

# « ouverture » et « fermeture » sont les mots d’action-open et d’action-close.
outcome-verified = { $profile } : { $action ->
    [ouverture] ouverture vérifiée
    [fermeture] fermeture vérifiée
   *[other] { $action } réussie
}
outcome-unverified = { $profile } : { $action } non vérifiée
outcome-failed = { $profile } : { $action ->
    [ouverture] échec de l’ouverture
   *[other] échec de la { $action }
}
outcome-line = { $headline } : { $detail }
last-verified = { $action ->
    [ouverture] ouverture vérifiée
    [fermeture] fermeture vérifiée
   *[other] { $action } réussie
}, { $time }
last-unverified = { $action } non vérifiée, { $time }
last-failed = { $action ->
    [ouverture] échec de l’ouverture
   *[other] échec de la { $action }
}, { $time }

port-answers = le port { $port } répond au bout de { $elapsed }
port-is-closed = le port { $port } est fermé
sent-unchecked = tout a été envoyé, rien n’a été vérifié
sent-partly = envoyé à { $address } seulement, faute de route vers l’autre adresse ; rien n’a été vérifié
packet-unchecked = le paquet demande de laisser entrer { $allow } ; le serveur ne répond jamais, et rien n’a été vérifié
packet-unsigned = { $detail } ; le paquet n’a pas de HMAC (`hmac = "none"`), si bien que le serveur déchiffre tout ce que n’importe qui lui envoie
packet-asks-for-long = { $detail } ; le paquet demande { $asked }, et fwknopd ouvre pour { $longest } au plus, sauf si son MAX_FW_TIMEOUT en dit davantage
packet-allows-source = l’adresse d’où le serveur le voit venir
packet-causes = fwknopd ne dit jamais pourquoi. Comparez avec sa configuration : les deux clés et le type de HMAC ; l’horloge (le paquet indique { $time } UTC, et deux minutes d’écart sont déjà trop) ; les ports qu’il ouvre, et s’il les redirige ; un éventuel REQUIRE_USERNAME ; et qui devait être admis : { $allow }

## Pourquoi une action a échoué, et que faire ensuite

failure-no-closing-sequence = le profil n’a pas de séquence de fermeture ; si le serveur ne ferme pas de lui-même, donnez un `close` au profil
failure-closes-by-itself = rien ne peut être envoyé pour fermer : le serveur ferme de lui-même, { $after } après la dernière ouverture
failure-closes-by-itself-sometime = rien ne peut être envoyé pour fermer : le serveur ferme de lui-même, { $usual } après la dernière ouverture sauf si sa configuration en décide autrement (FW_ACCESS_TIMEOUT)
failure-term-not-asked = un paquet ne peut pas demander cette durée : des secondes entières, au plus { $longest }. Rien n’a été envoyé
failure-same-keys = la clé et la clé HMAC sont identiques, ce que fwknop refuse. `portknocker secret generate PROFIL` en crée de nouvelles. Rien n’a été envoyé
failure-packet-time = selon l’horloge de cette machine, le 2038-01-19 est passé, et fwknopd ne sait pas lire une telle date. Rien n’a été envoyé
failure-packet-too-long = le paquet dépasserait les { $longest } caractères au-delà desquels fwknopd n’y voit plus un paquet. Demandez moins de ports, ou raccourcissez `user`, `nat` ou `digest`. Rien n’a été envoyé
failure-packet-too-short = le paquet n’atteindrait pas les { $shortest } caractères en deçà desquels fwknopd n’y voit pas un paquet. Donnez-lui une `hmac_key`, ou allongez `user` ou `digest`. Rien n’a été envoyé
failure-no-random = le système ne fournit pas de nombres aléatoires pour composer un paquet ({ $cause }). Rien n’a été envoyé
failure-private-address = { $local } est l’adresse locale de cette machine, et { $server }, sur internet, en voit une autre : le paquet n’ouvrirait à personne. Écrivez `allow = "source"` dans le `spa` du profil pour laisser entrer l’adresse que voit le serveur, ou `allow = "https://…"` avec un service qui répond par l’adresse. Rien n’a été envoyé
failure-address-service = { $service } ne dit pas quelle est l’adresse de cette machine : { $error }. Rien n’a été envoyé
failure-source-port = impossible de partir du port { $port } ({ $cause }) ; prenez un autre `source_port`, ou aucun
failure-not-delivered-timed-out = { $remote } n’a accepté aucune connexion pour recevoir le paquet : rien ne revient. Avec `tcp` et `http`, il faut que quelque chose y écoute ; comparez `transport` et `port` avec ceux du serveur
failure-not-delivered-refused = { $remote } a refusé la connexion qui devait apporter le paquet. Avec `tcp` et `http`, il faut que quelque chose y écoute ; comparez `transport` et `port` avec ceux du serveur
failure-not-delivered-unreachable = impossible de faire parvenir le paquet à { $remote } : un hôte ou un routeur sur le chemin le dit injoignable
failure-nothing-to-check = le profil n’indique aucun port du service ; donnez-lui un `check`, comme `check = 22`
failure-name-not-found = { $host } est introuvable ({ $cause }) ; vérifiez le nom et le réseau
failure-name-timed-out = le résolveur n’a pas répondu pour { $host } en { $after } ; vérifiez le réseau, ou écrivez l’adresse du serveur au lieu de son nom
failure-no-address = { $host } n’a pas d’adresse de la famille demandée (`family = "{ $family }"`)
failure-no-ipv4 = { $host } n’a pas d’adresse IPv4, et fwknop ne connaît que l’IPv4 ; rien n’a été envoyé
failure-busy = une autre frappe vers { $address } ne s’est pas terminée en { $after } ; rien n’a été envoyé
failure-no-lock = impossible d’attendre son tour parmi les autres frappes vers { $address } ({ $cause }) ; rien n’a été envoyé
failure-bind = impossible de sortir par { $bind } ({ $cause }) ; vérifiez le `bind` du profil
failure-network-unreachable = aucune route vers le réseau de { $address } ; vérifiez la connexion, ou un VPN qui devrait être actif
failure-no-permission = le système ne permet pas d’envoyer vers { $address } ; vérifiez le pare-feu local
failure-echo-forbidden = le système ne permet pas d’envoyer de requêtes d’écho (ICMP) à { $address }. Sous Linux, ajoutez votre groupe au sysctl net.ipv4.ping_group_range, comme `sysctl net.ipv4.ping_group_range="0 2147483647"`, ou donnez au programme la capacité CAP_NET_RAW
failure-send = un paquet vers { $address } n’est pas parti : { $cause }
tries = { $count ->
    [one] { $count } tentative
   *[other] { $count } tentatives
}
failure-still-closed-timed-out = le port { $port } est toujours fermé : aucune réponse en { $waited } ({ $tries }). Comparez la séquence, son ordre et son délai avec ceux du serveur
failure-still-closed-refused = le port { $port } est toujours fermé : la connexion est refusée ({ $tries }). Soit la séquence est fausse, soit la porte est ouverte et aucun service ne tourne derrière
failure-still-closed-unreachable = le port { $port } est toujours fermé : un hôte ou un routeur sur le chemin le dit injoignable ({ $tries }). Comparez la séquence, son ordre et son délai avec ceux du serveur
failure-packet-closed-timed-out = le port { $port } est toujours fermé : aucune réponse en { $waited } ({ $tries }). { $causes }
failure-packet-closed-refused = le port { $port } est toujours fermé : la connexion est refusée ({ $tries }). Soit la porte est ouverte et aucun service ne tourne derrière, soit le paquet n’a pas été accepté. { $causes }
failure-packet-closed-unreachable = le port { $port } est toujours fermé : un hôte ou un routeur sur le chemin le dit injoignable ({ $tries }). { $causes }
failure-still-open = le port { $port } répond encore ({ $tries }) : il est OUVERT. Comparez la séquence de fermeture avec celle du serveur
failure-secret = { $field } : { $error }. Rien n’a été envoyé
failure-tcp-flags = son serveur ne tient compte que des paquets TCP portant `tcpflags = { $flags }`, et un programme ne peut envoyer que ceux avec `syn`. Mettez `tcpflags = syn` à la porte sur le serveur, puis retirez `tcpflags` du `server` du profil. Rien n’a été envoyé
failure-under-examination = un examen cherche en ce moment pourquoi il ne s’ouvre pas. Réessayez quand il sera terminé
failure-crashed = PortKnocker a lui-même rencontré une erreur interne ; son journal en dit plus, et un signalement est bienvenu
failure-agent-gone = l’agent a disparu avant d’en dire le résultat ; `portknocker check PROFIL` interroge le service
failure-not-reachable-timed-out = le port { $port } ne répond pas en { $waited }
failure-not-reachable-refused = le port { $port } refuse la connexion
failure-not-reachable-unreachable = le port { $port } est injoignable : un hôte ou un routeur sur le chemin le dit

## Pourquoi un service ne dit pas quelle est l’adresse de cette machine

address-name-not-found = son nom est introuvable ({ $cause }) ; vérifiez le nom et le réseau
address-no-ipv4 = il n’a pas d’adresse IPv4, et fwknop ne connaît que l’IPv4
address-refused = il refuse la connexion
address-unreachable = aucune route n’y mène ({ $cause })
address-untrusted = son certificat n’est pas digne de confiance : { $reason }
address-no-trust = ce système n’a aucun certificat de confiance ({ $cause })
address-broken = il a interrompu la connexion ({ $cause })
address-timed-out = aucune réponse en { $after }
address-status = il répond par l’état HTTP { $status }
address-bad-redirect = il redirige vers { $to }, qui n’est pas une adresse https://
address-too-many-redirects = il redirige sans fin
address-too-long = sa réponse est plus longue qu’une adresse
address-ipv6 = il répond par l’adresse IPv6 { $address }, et fwknop ne connaît que l’IPv4
address-not-a-host = il répond par { $address }, qu’aucune machine ne peut avoir
address-not-one = il répond par « { $answer } », ce qui n’est pas une adresse IPv4
address-system = le système n’a pas permis de l’interroger ({ $cause })
distrust-unknown-issuer = aucune autorité reconnue par ce système ne l’a signé
distrust-wrong-name = c’est celui d’un autre serveur
distrust-expired = il a expiré
distrust-not-yet = il n’est pas encore valide ; vérifiez l’horloge
distrust-revoked = il a été révoqué

list-left = { $detail } ; séquences à usage unique restantes : { $left }
list-unspent = { $detail } ; mais la séquence à usage unique employée n’a pas pu être marquée comme telle, et servirait de nouveau : { $error }

## Secrets

field-open = la séquence d’ouverture
field-close = la séquence de fermeture
field-payload = la charge utile de l’étape { $number } de { $sequence }
field-key = la clé
field-hmac-key = la clé HMAC
source-keyring = entrée { $account } du trousseau
source-env = ${ $name }
source-command = commande { $program }
source-file = fichier { $path }
secret-keyring-late = le trousseau n’a pas répondu en { $after }. S’il demande son mot de passe, donnez-le et réessayez
secret-no-keyring = il n’y a pas de trousseau dans cette session ({ $cause }). Démarrez-en un, comme GNOME Keyring, KWallet ou KeePassXC ; sans bureau, prenez le secret d’un `file`, d’un `env` ou d’une `command`
secret-keyring-refused = le trousseau est verrouillé, et sa demande a été écartée ou n’a pas pu s’afficher. Réessayez là où vous pourrez y répondre
secret-no-collection = le trousseau n’a pas de collection par défaut où conserver un secret. Créez-en une dans sa propre fenêtre (« Mots de passe et clés » sous GNOME), et réessayez
secret-not-in-keyring = le trousseau n’a pas d’entrée { $account }. `portknocker secret set PROFIL CHAMP` la crée
secret-keyring-failed = le trousseau a échoué ({ $cause }). Regardez dans sa propre fenêtre, ou redémarrez-le
secret-no-variable = la variable d’environnement { $name } n’est pas définie. L’agent a les variables que sa session avait à son démarrage
secret-command-not-started = impossible de lancer { $program } ({ $cause }). Vérifiez son nom et le PATH
secret-command-failed = { $program } a échoué ({ $status }) : { $stderr }
secret-command-failed-silently = { $program } a échoué ({ $status }), sans un mot
secret-command-late = { $program } ne s’est pas terminé en { $after }. Lancez-le seul, ou accordez-lui plus de temps avec `secret_timeout`
secret-file = { $path } : { $cause }
secret-file-late = { $path } n’a pas pu être lu en { $after } ; son disque ne répond pas
secret-file-of-others = d’autres peuvent lire { $path } (mode { $mode }). `chmod 600` vous le réserve
secret-too-long = plus long que les { $most } octets permis
secret-not-text = ce n’est pas de l’UTF-8. Une charge utile faite d’autres octets s’écrit `hex:…` ou `base64:…`
secret-empty = vide
secret-bad-hex = pas de l’hexadécimal, malgré le `hex:` au début
secret-bad-base64 = pas du base64, malgré le `base64:` au début
secret-bad-sequence = ce n’est pas une séquence : { $mistake }
secret-bad-line = la ligne { $line } de la liste n’est pas une séquence : { $mistake }
secret-exhausted = il ne reste aucune séquence à usage unique. Ajoutez-en de nouvelles à la liste, ici et sur le serveur
mistake-no-steps = elle n’a aucune étape
mistake-not-a-port = l’étape { $number } n’est pas un port de 1 à 65535
mistake-unknown-protocol = le protocole de l’étape { $number } n’est aucun de ceux-ci : { $known }
mistake-not-a-size = l’étape { $number } n’est pas une requête d’écho de 0 à { $most } octets
mistake-bad-table = l’étape { $number } n’est pas écrite comme dans la configuration, par exemple { "{" } port = 8000, protocol = "udp", payload = "text:hi" { "}" } ; une charge utile a { $most } octets au plus

## Ce qui est revenu pour une étape

result-no_answer = pas de réponse
result-connected = connexion établie
result-answered = a répondu
result-refused = refusé
result-unreachable = injoignable
result-not_permitted = non envoyé : interdit
result-not_sent = non envoyé

## Baux

lease-ends = se ferme à { $time }
lease-held = se ferme avec sa dernière connexion, pas avant { $time }
lease-until-closed = reste ouvert jusqu’à la fermeture
lease-doubtful-ends = est peut-être ouvert, se ferme à { $time }
lease-doubtful = est peut-être ouvert
lease-kept-until = est maintenu ouvert jusqu’à { $time }
lease-kept-held = est maintenu ouvert jusqu’à la fin de sa dernière connexion, et au moins jusqu’à { $time }
lease-kept = est maintenu ouvert
lease-close-failed = est peut-être encore ouvert : la fermeture a échoué, et une nouvelle tentative suivra
lease-given-up = est peut-être encore ouvert : la fermeture a échoué, et il n’y aura plus de nouvelle tentative
lease-elsewhere = est peut-être encore ouvert pour l’adresse d’où il a été ouvert
lease-moved = { $lease } ; votre adresse a changé
status-left = { $lease }, dans { $left }
status-lease = { $line } ; { $lease }
status-answers = { $line } ; le service répond
status-silent = { $line } ; le service ne répond pas
open-already = { $profile } : déjà ouvert, pour autant qu’on sache ; rien n’a été envoyé
open-just-failed = { $headline }{ $reason }, qu’une autre commande vient de constater ; `portknocker open { $profile }` réessaie, et en dit plus
close-nothing-open = rien n’est ouvert, pour autant qu’on sache
extend-not-open = { $profile } n’a pas de bail ; `portknocker open { $profile }` en ouvre un
extend-not-possible = { $profile } : { $lease }, il n’y a donc pas d’échéance que vous puissiez repousser
extend-done = { $profile } : { $lease }
extend-no-agent = aucun agent ne tourne, et seul un agent tient des baux qui peuvent être prolongés. Démarrez-en un avec `portknocker agent`
hold-until = aucun agent ne tourne : cette commande s’occupe donc de { $profile }, qui { $lease }. Ctrl-C y met fin tout de suite
hold-kept = aucun agent ne tourne : cette commande maintient donc { $profile } ouvert. Ctrl-C y met fin
hold-not-kept = ce qui est ouvert ne peut pas être noté ({ $error }) : si cette commande est tuée, rien ne le fermera
hold-left = { $profile } est peut-être encore ouvert. Le prochain agent qui démarrera le fermera
connect-no-port = { $profile } n’indique aucun port TCP où se connecter ; donnez-lui un `check`, comme `check = 22`, ou précisez HÔTE et PORT
connect-not-a-host = `{ $host }` n’est ni un nom ni une adresse
connect-no-turn = impossible d’attendre son tour parmi les autres commandes qui ouvrent { $profile } ({ $error }) ; rien n’a été envoyé
connect-failed = { $profile } : ouvert pour autant qu’on sache, mais impossible de se connecter à { $target } : { $reason }. Vérifiez que c’est le bon endroit, et que le service y tourne
connect-broken = { $profile } : la connexion à { $target } s’est interrompue : { $error }
ssh-config-name = { $profile } n’a pas de bloc `Host` : ssh prendrait son nom pour un motif ou une option, ou le refuse. `portknocker rename` lui en donne un autre
ssh-config-unwritable = { $profile } n’a pas de bloc `Host` : un chemin ou un nom qu’il contient ne peut pas tenir dans une ligne de configuration de ssh
ssh-config-no-program = le système ne dit pas où se trouve ce programme ({ $error }), que ces lignes doivent nommer
follow-up-none = { $profile } n’a pas de `on_open`, il n’y a donc rien pour se connecter ; donnez-lui-en un, comme on_open = { "{" } run = ["ssh", "{ "{" }host{ "}" }"] { "}" }
follow-up-failed = { $profile } : ouvert, mais la suite a échoué : { $error }. Regardez son `on_open`

## La configuration

config-error = erreur{"\u00A0"}
config-warning = avertissement{"\u00A0"}
config-help = conseil{"\u00A0"}
config-mistakes = { $count ->
    [one] { $count } erreur
   *[other] { $count } erreurs
}
config-summary = { $path } : { $mistakes }
config-one-line = { $place }: { $title } ({ $hint })
config-good = { $profiles ->
    [one] { $profiles } profil, aucune erreur
   *[other] { $profiles } profils, aucune erreur
}
config-good-but = { $warnings ->
    [one] { $good }, { $warnings } avertissement
   *[other] { $good }, { $warnings } avertissements
}
config-no-home = le système ne dit pas où se trouve votre dossier personnel ; indiquez la configuration avec --config FICHIER
config-missing = il n’y a pas de configuration dans { $path }. Commencez par `portknocker config edit` (avec le même `--config`, si vous en avez donné un), qui écrit un exemple commenté
config-unreadable = impossible de lire { $path } : { $error }
config-created = exemple commenté écrit dans { $path }
config-not-created = impossible d’écrire { $path } : { $error }

config-not-in-drop-in = `{ $key }` dans un fichier complémentaire
config-hint-not-in-drop-in = seul votre propre fichier de configuration peut le dire ; un fichier complémentaire contient `[[profile]]` et `[defaults]`
drop-in-clash = { $place }: votre propre fichier de configuration a déjà un profil `{ $name }`, et c’est lui qui est retenu
drop-in-clash-with = { $place }: { $winner } a déjà un profil `{ $name }`, et c’est lui qui est retenu
drop-in-set-aside = un fichier complémentaire est écarté : { $line }

config-not-utf8 = pas de l’UTF-8
config-hint-utf8 = enregistrez le fichier en UTF-8
config-syntax = pas du TOML : { $problem }
config-hint-syntax = ici
config-one-line-bare = { $place }: { $title }
config-unknown-key = clé inconnue `{ $key }`
config-hint-nearest = vouliez-vous dire `{ $nearest }` ?
config-hint-unknown-key = rien ne lit cette clé ici ; retirez-la
config-wrong-type = attendu ici : { $wanted }, et non { $found }
config-want-table = une table
config-want-profiles = une liste de tables
config-want-text = du texte
config-want-sequence = une liste d’étapes
config-want-step = une étape
config-want-port = un numéro de port
config-want-check = un numéro de port ou "none"
config-want-number = un nombre entier
config-want-span = une durée avec son unité
config-type-string = du texte
config-type-integer = un nombre entier
config-type-float = un nombre décimal
config-type-boolean = true ou false
config-type-datetime = une date
config-type-array = une liste
config-type-table = une table
config-example-table = écrivez-la comme une table : `[nom]` seul sur sa ligne
config-example-profiles = commencez chaque profil par `[[profile]]` seul sur sa ligne
config-example-text = mettez-le entre guillemets droits
config-example-sequence = écrivez des étapes, comme ["7000:tcp", "8000:udp"]
config-example-step = écrivez "7000:tcp" ou { "{" } port = 7000, protocol = "tcp" { "}" }
config-example-port = écrivez un nombre de 1 à 65535, sans guillemets
config-example-check = écrivez un nombre comme 22, sans guillemets, ou "none"
config-example-number = écrivez un nombre comme 2, sans guillemets
config-example-span = écrivez "300ms", "5s" ou "15m"
config-missing-key = il manque `{ $key }`
config-hint-missing-name = donnez-lui un nom, comme name = "homelab"
config-hint-missing-host = dites où est le serveur, comme host = "home.example.net"
config-hint-missing-open = dites ce qui l’ouvre, comme open = ["7000:tcp", "8000:udp"], ou un `spa` pour fwknop
config-hint-missing-access = dites quels ports ouvrir, comme access = "tcp/22" ou access = "tcp/22,udp/1194"
config-hint-missing-key = dites où est la clé, comme key = { "{" } keyring = true { "}" }
config-hint-missing-hmac_key = dites où est la clé du HMAC, comme hmac_key = { "{" } keyring = true { "}" } ; un serveur qui n’en a pas demande hmac = "none"
config-hint-missing-port = dites quel port, comme port = 7000
config-empty-name = un nom vide
config-control-in-name = un nom avec une fin de ligne ou un autre caractère de contrôle
config-name-is-group = un nom qui commence par `@`, ce qui désigne un groupe sur la ligne de commande
config-duplicate-name = un second profil du nom de `{ $name }`
config-hint-duplicate-name = donnez à chaque profil un nom qui lui soit propre
config-empty-sequence = une séquence sans étapes
config-not-a-port = pas un port
config-hint-port = un port est un nombre de 1 à 65535
config-unknown-protocol = protocole inconnu
config-hint-one-of = au choix : { $known }
config-bad-hex = pas de l’hexadécimal
config-hint-hex = deux chiffres de 0 à 9 et de a à f par octet, comme "hex:00ff"
config-bad-base64 = pas du base64
config-hint-base64 = avec son remplissage, comme "base64:AP8="
config-payload-too-long = une charge utile qui ne tient pas dans un datagramme
config-hint-payload-length = { $most } octets au plus
config-not-for-protocol = `{ $key }` ne va qu’avec { $wants }
config-both = { $one } et { $other }
config-hint-only-payload = ajoutez protocol = "udp", ou retirez la charge utile
config-hint-only-mode = retirez le mode, ou le protocole
config-hint-only-port = une requête d’écho n’a pas de port ; sa taille est `size`
config-hint-only-size = ajoutez protocol = "icmp", ou retirez la taille
config-not-a-size = pas la taille d’une charge utile
config-hint-size = un nombre d’octets de 0 à { $most }, comme "icmp:84" ou size = 84
config-want-source = un endroit d’où vient un secret
config-want-keyring = true, ou le nom d’une entrée du trousseau
config-want-env = le nom d’une variable d’environnement
config-want-command = un programme avec ses arguments
config-want-file = un chemin
config-example-source = écrivez une table, comme { "{" } keyring = true { "}" }
config-example-keyring = écrivez keyring = true, ou keyring = "work/gateway"
config-example-env = écrivez env = "HOMELAB_OPEN"
config-example-command = écrivez une liste, comme ["pass", "show", "homelab"]
config-example-file = écrivez file = "~/.homelab", entre guillemets droits
config-want-key = une clé
config-example-key = écrivez { "{" } keyring = true { "}" }, ou la clé sous la forme "base64:…"
config-spa-beside = `{ $key }` à côté de `spa`
config-hint-spa-beside = un profil a soit des séquences, soit un `spa`, et après un `spa` le serveur ferme de lui-même
config-spa-outside = `{ $key }` dans `spa`
config-hint-spa-outside = cela relève du profil : écrivez-le hors des accolades, ou au-dessus de `[profile.spa]`
config-spa-keep-open-alone = `keep_open` sans `timeout` dans `spa`
config-hint-spa-keep-open-alone = dites quelle durée demande chaque paquet, comme timeout = "30s"
config-spa-keep-open-long = `keep_open` pour plus longtemps que fwknopd n’ouvre de lui-même
config-hint-spa-keep-open-long = prenez un `timeout` d’au plus "5m" ; ou dites combien de temps le serveur ouvre vraiment (son MAX_FW_TIMEOUT) avec `server_timeout`
config-spa-open-for = une fin que le paquet doit demander
config-hint-spa-open-for = écrivez-la dans le `spa` : timeout = "5m"
config-spa-ipv4-only = IPv6 avec `spa`
config-hint-spa-ipv4-only = fwknop ne connaît que l’IPv4
config-spa-no-access = aucun port
config-spa-empty-access = une virgule sans port
config-spa-bad-access = pas un port : `{ $part }`
config-spa-empty-key = une clé vide
config-spa-key-too-long = une clé de plus de { $longest } octets
config-hint-spa-key = `portknocker secret generate PROFIL` en crée une de 32 octets
config-hint-spa-hmac-key = `portknocker secret generate PROFIL` en crée une de 64 octets
config-spa-same-keys = la même clé pour les deux
config-hint-spa-same-keys = fwknop le refuse ; `portknocker secret generate PROFIL` en crée de nouvelles
config-spa-hmac-key-unused = pas de HMAC, mais une clé pour lui
config-hint-spa-hmac-key-unused = retirez soit `hmac = "none"`, soit `hmac_key`
config-spa-port-and-random = un `port`, et un autre à chaque fois
config-hint-spa-port-and-random = retirez soit `port`, soit `random_port`
config-spa-random-not-udp = un port aléatoire pour un transport où quelque chose doit écouter
config-hint-spa-random-not-udp = retirez `random_port`, ou envoyez par `transport = "udp"`
config-spa-bad-allow = personne qui puisse être admis
config-hint-spa-allow = écrivez "source" pour l’adresse que voit le serveur, "local" pour l’adresse locale de cette machine, une adresse IPv4, ou l’adresse https:// d’un service qui en donne une en réponse
config-spa-bad-service = pas l’adresse d’un service
config-hint-spa-service = écrivez une adresse https:// sans nom ni mot de passe, comme "https://ip.example.net/"
config-spa-service-and-bind = un service n’est pas interrogé par `bind`
config-hint-spa-service-and-bind = il verrait l’adresse d’un autre chemin que celui du paquet ; prenez "source" ou une adresse IPv4
config-spa-bad-timeout = pas une durée que fwknopd accepte
config-hint-spa-timeout = écrivez des secondes entières, de "1s" à "{ $longest }s"
config-spa-timeout-passed = un `server_timeout` plus long que le `timeout` que demande le paquet
config-hint-spa-timeout-passed = retirez `server_timeout`, sauf si le serveur ferme plus tôt qu’on ne le lui demande
config-spa-bad-target = pas un hôte et un port derrière le serveur
config-hint-spa-target = écrivez "10.0.0.5:22", avec une adresse IPv4 ou un nom de { $longest } caractères au plus
config-spa-bad-user = un caractère que fwknopd refuse dans un nom d’utilisateur
config-spa-user-length = un nom d’utilisateur vide, ou trop long
config-hint-spa-user = écrivez de 1 à { $longest } lettres, chiffres, espaces ou ! # $ % & ' ( ) - . @ ^ _ ` {"{"} {"}"} ~
config-spa-unsupported-mode = PortKnocker n’a pas le mode de chiffrement { $mode } de fwknop
config-spa-no-command = PortKnocker n’a pas les messages de commande de fwknop
config-hint-spa-no-command = ils lancent un programme sur le serveur ; ouvrez un port, et passez par ssh
config-spa-no-gpg = PortKnocker n’a pas les paquets GPG de fwknop
config-hint-spa-no-gpg = donnez à l’access.conf du serveur une KEY_BASE64 et une HMAC_KEY_BASE64 ; `portknocker secret generate PROFIL` les crée
config-no-source = rien ne dit d’où vient le secret
config-two-sources = un second endroit pour un seul secret
config-hint-two-sources = gardez celui d’où il vient
config-empty-source = un nom vide
config-hint-empty-source = nommez la variable, le fichier, le programme ou l’entrée où se trouve le secret
config-list-not-writable = une liste de séquences à usage unique où l’on ne peut pas écrire
config-hint-list-not-writable = les lignes employées sont marquées : la liste doit donc être dans le `keyring` ou dans un `file`
config-bad-variable = pas le nom d’une variable d’environnement
config-empty-host = un hôte vide
config-empty-bind = une interface vide
config-hint-bind = une interface comme "wg0", ou une adresse locale ; pour laisser choisir le système, omettez-le
config-bad-host = pas un hôte
config-hint-host = un nom, une adresse IPv4 ou IPv6, sans rien d’autre ; le port du service va dans `check`
config-bad-span = pas une durée
config-negative-span = une durée négative
config-zero-span = une durée nulle
config-span-too-long = plus d’un jour
config-hint-longest-span = écrivez une durée plus courte, comme "5s"
config-unknown-word = mot inconnu
config-want-words = une liste de mots
config-want-flag = true ou false
config-want-follow-up = un programme ou une URL
config-example-words = écrivez une liste, comme ["quit", "sleep"]
config-example-flag = écrivez true ou false, sans guillemets
config-example-follow-up = écrivez { "{" } run = ["ssh-in-terminal", "{ "{" }host{ "}" }"] { "}" } ou { "{" } url = "https://{ "{" }host{ "}" }" { "}" }
config-keep-open-alone = `keep_open` sans `server_timeout`
config-hint-keep-open = dites au bout de combien de temps le serveur ferme de lui-même, comme server_timeout = "30s"
config-keep-open-one-time = `keep_open` avec des séquences à usage unique
config-hint-keep-open-one-time = chaque renouvellement en consommerait une ; retirez `keep_open`, ou ouvrez avec une séquence durable
config-nothing-closes = une fin que rien ne provoquerait
config-hint-nothing-closes = donnez un `close` au profil ; pour un serveur qui ferme de lui-même, dites au bout de combien de temps : server_timeout = "30s"
config-watch-too-short = un service qui serait interrogé trop souvent
config-hint-watch = au plus toutes les { $least }
config-needs-check = `{ $what }` sans port du service
config-hint-needs-check = donnez un `check` au profil, comme check = 22
config-want-server = ce qui écoute sur le serveur
config-example-server = écrivez { "{" } kind = "knockd", seq_timeout = "5s" { "}" }
config-hint-missing-kind = dites ce qui écoute sur le serveur, comme kind = "knockd"
config-server-of-sequences = { $kind } prend des séquences, pas un `spa`
config-server-of-packets = { $kind } prend un `spa`, pas des séquences
config-hint-server-of-other-kind = dites ce qui écoute vraiment sur le serveur, ou omettez `server`
config-seq-timeout-of-packets = un `seq_timeout` sans séquence
config-hint-seq-timeout-of-packets = retirez-le : fwknopd prend des paquets uniques
config-seq-timeout-in-parts = pas une durée que ce serveur puisse avoir
config-hint-seq-timeout-in-parts = il compte en secondes entières, comme "5s"
config-tcp-flags-of-other = `tcpflags` pour { $kind }
config-hint-tcp-flags-of-other = retirez-le : seul knockd en a
config-tcp-flags = le drapeau { $number } est inconnu
config-hint-tcp-flags = les mots de knockd, séparés par des virgules, chacun précédé ou non de `!` : { $flags }
config-no-follow-up = ni programme ni URL, ou les deux
config-not-a-url = pas une URL
config-hint-url = commencez par le schéma, comme "https://{ "{" }host{ "}" }"
config-unknown-place = `{ "{" }{ $name }{ "}" }`, que rien ne remplit
config-brace-alone = une accolade sans l’autre
config-hint-brace = une accolade littérale s’écrit deux fois : { "{" }{ "{" } ou { "}" }{ "}" }
config-bad-retries = pas un nombre de nouvelles tentatives
config-hint-retries = un nombre entier de 0 à { $most }

## Avertissements sur une configuration

lint-line = { $title } ({ $hint })
lint-title = { $profile } : { $problem }
lint-sequence-of = { $sequence } du profil { $profile }
lint-too-slow = { $sequence } dure { $takes }, et son serveur n’est sûr d’attendre que { $longest }
lint-hint-too-slow = accordez plus de temps au serveur, et dites-le dans `server` ; ou attendez moins entre les étapes
lint-hint-too-slow-delay = un `delay` de { $delay } convient ; ou accordez plus de temps au serveur, et dites-le dans `server`
lint-too-slow-step = { $sequence } attend { $takes } entre deux étapes, et son serveur n’est sûr d’attendre que { $longest }
lint-too-fast = { $sequence } a des étapes espacées de { $gap }, qui peuvent se doubler en chemin
lint-hint-too-fast = attendez { $least } ou plus, sauf si le serveur est dans votre propre réseau ; "300ms" est habituel
lint-common-port = { $count ->
    [one] l’étape { $numbers } de { $sequence } vise le port d’un service courant
   *[other] les étapes { $numbers } de { $sequence } visent des ports de services courants
}
lint-hint-common-port = ce que d’autres programmes y envoient compte comme une étape ; prenez un port dont rien d’autre ne se sert
lint-service-port = { $sequence } a une étape vers le port du service lui-même, le `check`
lint-hint-service-port = chaque connexion au service, et la vérification elle-même, compte comme une étape ; prenez un autre port
lint-ascending = la séquence d’ouverture monte de port en port, si bien qu’un balayage de ports peut ouvrir
lint-hint-ascending = placez un port plus bas après un plus haut, ou une étape UDP entre des étapes TCP
lint-packet-port = le paquet vise un port qu’il demande d’ouvrir
lint-hint-packet-port = une fois ce port ouvert, le service reçoit aussi les paquets ; prenez un autre `port`
lint-unsigned = ses paquets n’ont pas de HMAC (`hmac = "none"`), si bien que le serveur déchiffre tout ce que n’importe qui lui envoie
lint-hint-unsigned = `portknocker secret generate` crée une `hmac_key`, et la HMAC_KEY_BASE64 du serveur
lint-same = { $one } est identique à { $other }
lint-hint-same = le serveur ne peut pas les distinguer ; inversez l’une des deux, ou prenez d’autres ports
lint-contains = { $one } contient { $other }, si bien que le serveur peut faire les deux
lint-hint-contains = prenez d’autres ports pour l’une des deux ; les mêmes à l’envers ne posent pas de problème
lint-begins = { $one } commence comme { $other }, et knockd perd l’une des deux là où elles se séparent
lint-hint-begins = commencez l’une des deux par une autre étape
lint-same-opening = il ouvre le même serveur avec la même séquence que { $other }
lint-hint-same-opening = faites un seul profil des deux : ce qui ferme l’un ferme l’autre
lint-same-service = il mène par un autre chemin au service de { $other }, port { $port } du même serveur
lint-hint-same-service = faites un seul profil des deux : une vérification ne peut pas dire lequel est ouvert
lint-key-for-others = { $field } se trouve dans un fichier que d’autres peuvent lire (mode { $mode })
lint-sequences-for-others = des séquences se trouvent dans un fichier que d’autres peuvent lire (mode { $mode })
lint-hint-for-others = `chmod 600` vous le réserve ; `portknocker secret move --all` déplace les secrets dans le trousseau
lint-hint-for-others-drop-in = ne laissez le lire que ceux qui peuvent ouvrir les serveurs
lint-tcp-flags = son serveur ne tient compte que des paquets TCP portant `tcpflags = { $flags }`, et un programme ne peut envoyer que ceux avec `syn`
lint-hint-tcp-flags = mettez `tcpflags = syn` à la porte sur le serveur, puis retirez ici `tcpflags` de `server`
lint-no-family = il n’emploie que l’{ $family }, et cette machine n’a aucune route vers les adresses { $family }
lint-family-ipv4 = IPv4
lint-family-ipv6 = IPv6
lint-hint-no-family = examinez le réseau, ou écrivez family = "auto"
lint-hint-no-family-host = examinez le réseau, ou écrivez un hôte joignable autrement
lint-hint-no-family-packet = examinez le réseau : fwknop ne connaît que l’IPv4

## La zone de notification

tray-title = PortKnocker
tooltip-nothing-open = PortKnocker : rien n’est ouvert
tooltip-open = PortKnocker, ouvert : { $profiles }
tooltip-failure = { $headline } : { $detail }
menu-open = Ouvrir
menu-close = Fermer
menu-let-lapse = Ne plus maintenir ouvert
menu-closes-by-itself = Se ferme de lui-même au bout de { $after }
menu-closes-by-itself-sometime = Se ferme de lui-même
menu-check = Vérifier
menu-profile = { $profile }
menu-profile-open = { $profile } (ouvert)
menu-profile-opening = { $profile } (ouverture…)
menu-profile-closing = { $profile } (fermeture…)
menu-profile-checking = { $profile } (vérification…)
menu-no-profiles = Aucun profil : commencez par « Gérer les profils… »
menu-manage = Gérer les profils…
menu-profile-last = { $profile } · { $last }
menu-profile-left = { $profile } · encore { $left }
menu-open-last = Ouvrir { $profile }
menu-close-last = Fermer { $profile }
menu-history = Afficher l’historique
menu-autostart = Lancer à l’ouverture de session
menu-open-for = Ouvrir pour
menu-until-closed = Jusqu’à la fermeture
menu-minutes = { $count } min
menu-hours = { $count } h
menu-connect = Ouvrir et se connecter
menu-lease = { $profile }, { $lease }
menu-lease-busy = { $profile }, fermeture…
menu-extend = Prolonger de { $time }
menu-copy = Copier l’adresse { $address }
menu-open-again = Rouvrir depuis cette adresse
menu-close-all = Tout fermer
menu-dismiss = Ignorer
menu-profile-answers = { $profile } · répond
menu-profile-silent = { $profile } · ne répond pas
menu-quit = Quitter
menu-failure = { $headline } (ignorer)
menu-config-mistakes = La configuration contient { $mistakes }
menu-config-unreadable = La configuration ne peut pas être lue
menu-drop-in = Le fichier complémentaire { $name } est écarté…
menu-drop-in-kept = Le fichier complémentaire { $name } contient des erreurs ; son contenu d’avant reste en vigueur…
menu-config-kept = { $problem } ; la dernière configuration valable reste en vigueur…
menu-config-none = { $problem }…

## Notifications

button-close = Fermer
button-retry = Réessayer
button-extend = Prolonger
button-dismiss = Ignorer
button-open-again = Rouvrir
notice-lease = { $detail } ; { $lease }
notice-tried-again = { $detail }. De nouvelles tentatives suivront jusqu’à la réussite, sauf si vous choisissez d’ignorer
notice-closed-elsewhere = { $detail }, vu d’ici. Mais l’ouverture s’est faite depuis une autre adresse, que le serveur laisse peut-être encore entrer : une nouvelle fermeture suivra au retour de cette adresse, sauf si vous choisissez d’ignorer
notice-closed-partly = { $detail }. Mais certaines adresses ouvertes n’ont pas pu être jointes : de nouvelles tentatives suivront jusqu’à la réussite, sauf si vous choisissez d’ignorer
notice-cause-time = Le temps est écoulé : { $detail }
notice-cause-overdue = Le temps s’est écoulé alors qu’aucun agent ne tournait : { $detail }
notice-cause-again = Après un premier échec : { $detail }
notice-cause-confirm = La fermeture devait précéder la mise en veille ou l’arrêt de la machine : { $detail }
notice-cause-lock = L’écran a été verrouillé : { $detail }
notice-cause-sleep = La machine s’est mise en veille : { $detail }
notice-cause-end = L’agent se termine : { $detail }
notice-given-up = { $profile } : échec de la fermeture, plus de nouvelle tentative
notice-given-up-body = C’est peut-être encore OUVERT. Fermez-le d’un endroit d’où le serveur est joignable, ou sur le serveur lui-même
notice-moved = { $profile } : votre adresse a changé
notice-moved-body = Le serveur laisse entrer l’adresse que cette machine avait avant, jusqu’à la fermeture là-bas. Rouvrez pour entrer d’ici
notice-follow-up-open = { $profile } est ouvert, mais la suite a échoué
notice-follow-up-body = { $cause }. Regardez le `{ $key }` du profil
notice-follow-up-close = { $profile } est fermé, mais la suite a échoué
notice-not-copied = Rien n’a été copié
notice-not-copied-body = { $cause }. L’adresse figure dans la ligne même du menu
notice-leases-lost = Ce qui était ouvert peut rester OUVERT
notice-leases-lost-body = C’était noté, mais la note ne peut pas être lue, et rien ne le fermera donc : { $cause }. Voyez ce qui est ouvert, et fermez-le à la main
notice-no-leases = Ce qui est ouvert ne peut pas être conservé sur le disque
notice-no-leases-body = Si l’agent est tué, rien ne fermera à temps. Le système répond : { $cause }
notice-config-kept = La dernière configuration valable reste en vigueur
notice-config-none = La configuration est inutilisable
notice-drop-in = Un fichier complémentaire est écarté
notice-drop-in-kept = L’ancien contenu d’un fichier complémentaire reste en vigueur
notice-drop-in-clash = Un profil d’un fichier complémentaire est écarté
notice-no-window = La fenêtre n’a pas pu s’ouvrir
notice-no-window-body = `portknocker config edit` ouvre la configuration sans elle. La raison : { $cause }
notice-no-editor = Aucun éditeur n’a pu être ouvert
notice-no-editor-body = Modifiez { $path } à la main. Le système répond : { $cause }
notice-under-way = { $profile } : { $action } déjà en cours
notice-under-way-body = Une à la fois suffit. Vous serez informé du résultat
notice-no-view = L’historique n’a pas pu être affiché
notice-no-view-body = `portknocker history` l’affiche. Le système répond : { $cause }
notice-autostart-on = « Lancer à l’ouverture de session » n’a pas pu être activé
notice-autostart-off = « Lancer à l’ouverture de session » n’a pas pu être désactivé
notice-no-history = Aucun historique n’est conservé
notice-no-history-body = Tout le reste continue. Le système répond : { $cause }
notice-no-tray = Pas d’icônes de notification sur ce bureau
notice-no-tray-body = PortKnocker tourne, mais rien n’affiche son icône. Sous GNOME, activez l’extension « AppIndicator and KStatusNotifierItem Support ». D’ici là, la fenêtre (`portknocker window`) et la ligne de commande (`portknocker open PROFIL`) font ce que fait le menu

## Lancement à l’ouverture de session

autostart-on = activé
autostart-off = désactivé
autostart-no-home = le système ne dit pas où se trouve votre dossier personnel
autostart-system = { $path } : { $error }
autostart-not-unicode = { $path } n’est pas de l’Unicode, et ne peut pas être nommé dans une entrée de session

## L’agent

agent-about = Icône de notification de PortKnocker
agent-running = L’agent tourne déjà
agent-no-lock = impossible de savoir si un autre agent tourne ({ $path } : { $error })
agent-none = aucun agent ne tourne ; `portknocker agent` le démarre
agent-gone = l’agent a disparu ; `portknocker status` montre ce qui est connu
agent-still-ending = l’agent n’est pas encore terminé : une action est en cours
agent-late = l’agent n’a pas pu lire à temps son fichier de configuration ; il continue avec ce qu’il a lu en dernier
agent-keeps-config = le fichier de configuration est inutilisable ({ $trouble }) ; l’agent continue avec le dernier valable
agent-other-config = l’agent tient { $agent } ; cette commande continue sans lui, avec { $config }
agent-passed-over = { $error } ; cette commande continue sans lui
agent-other-version = l’agent qui tourne est d’une autre version ({ $version }) : quittez-le par son menu, et redémarrez-le
agent-silent = l’agent qui tourne ne répond pas
agent-not-own = l’agent qui répond est celui d’un autre utilisateur
agent-ended-watching = l’agent s’est terminé ; l’historique est suivi à partir de maintenant
agent-no-tray = il n’y a pas de session de bureau où afficher une icône de notification ({ $error }) ; `portknocker` fait tout sans elle
tray-no-session = pas de bus de session : { $cause }
tray-no-event-loop = pas de boucle d’événements : { $cause }
session-closing = Fermeture des ports ouverts

## L’examen de la machine

machine-configuration = configuration
machine-configuration-read = { $path } : { $profiles ->
    [one] { $profiles } profil
   *[other] { $profiles } profils
}
machine-configuration-mistakes = { $path } contient { $mistakes } ; d’abord : { $first }
machine-configuration-late = { $path } n’a pas pu être lu en { $after }
machine-configuration-missing = il n’y en a pas encore dans { $path }
machine-configuration-hint-check = `portknocker config check` montre chaque erreur et son emplacement
machine-configuration-hint-owner = voyez à qui est le fichier, et qui peut le lire
machine-configuration-hint-disk = son disque ne répond pas, ou il est distant ; voyez s’il est monté
machine-configuration-hint-edit = `portknocker config edit` écrit un exemple commenté pour commencer
machine-agent = agent
machine-agent-running = il tourne, avec { $config }
machine-agent-other-config = il en tourne un avec { $agent }, non avec { $config }
machine-agent-not-running = aucun ne tourne
machine-agent-hint-start = `portknocker agent` le démarre. Sans agent, pas d’icône de notification, et rien ne s’ouvre de soi-même
machine-agent-hint-other-config = les commandes pour cette configuration s’en passent. Pour qu’il tienne celle-ci, quittez-le par son menu et redémarrez-le avec le même `--config`
machine-agent-hint-end = mettez fin au processus `portknocker-agent`, et redémarrez-le avec `portknocker agent`
machine-agent-hint-not-own = le dossier de son canal devrait n’être qu’à vous ; voyez à qui est $XDG_RUNTIME_DIR
machine-autostart = lancement automatique
machine-autostart-on = l’agent est lancé à l’ouverture de session
machine-autostart-off = l’agent n’est pas lancé à l’ouverture de session
machine-autostart-late = impossible de lire à temps si l’agent est lancé à l’ouverture de session ; le disque de votre dossier personnel ne répond pas
machine-autostart-hint-on = les profils avec `open_on` ne s’ouvrent d’eux-mêmes que si un agent tourne : `portknocker autostart on` le lance à l’ouverture de session, à moins que systemd ne le fasse déjà
machine-tray = zone de notification
machine-tray-host = ce bureau affiche les icônes de notification
machine-tray-system = le système affiche les icônes de notification
machine-tray-no-host = les icônes de notification sont recueillies, mais rien ne les affiche
machine-tray-no-watcher = ce bureau n’affiche pas d’icônes de notification
machine-tray-hint-extension = sous GNOME, activez l’extension « AppIndicator and KStatusNotifierItem Support » ; ailleurs, ajoutez la zone de notification (« Status Tray ») au tableau de bord. D’ici là, `portknocker open PROFIL` fait ce que fait le menu
machine-tray-hint-without = `portknocker open PROFIL` fait ce que fait le menu
machine-notifications = notifications
machine-notifications-daemon = { $name } les affiche
machine-notifications-startable = un démon est installé, et démarre à la première notification
machine-notifications-system = le système les affiche
machine-notifications-nobody = rien ne les affiche
machine-notifications-hint-daemon = démarrez un démon de notification, comme dunst. D’ici là, l’icône, `portknocker status` et `portknocker history` disent ce qui s’est passé
machine-notifications-hint-restart = redémarrez le démon de notification
machine-keyring = trousseau
machine-keyring-unlocked = il est là, et déverrouillé
machine-keyring-locked = il est là, et verrouillé
machine-keyring-no-collection = il est là, mais n’a pas de collection par défaut où conserver un secret
machine-keyring-startable = il y en a un d’installé, qui démarre à la première demande
machine-keyring-system = le trousseau du système est là
machine-keyring-absent = il n’y en a pas dans cette session
machine-keyring-hint-locked = il demande son mot de passe la première fois qu’un profil a besoin d’un secret
machine-keyring-hint-no-collection = créez-en une dans sa propre fenêtre (« Mots de passe et clés » sous GNOME)
machine-keyring-hint-absent = démarrez-en un, comme GNOME Keyring, KWallet ou KeePassXC ; ou prenez les secrets d’un `file`, d’un `env` ou d’une `command`
machine-keyring-hint-no-session = un trousseau demande une session de bureau ; sans elle, prenez les secrets d’un `file`, d’un `env` ou d’une `command`
machine-keyring-hint-restart = regardez dans sa propre fenêtre, ou redémarrez-le
machine-names = noms
machine-names-none = aucun profil n’a de nom à résoudre
machine-names-found = { $count ->
    [one] le nom a été trouvé
   *[other] les { $count } noms ont tous été trouvés
}
machine-names-missing = { $host } est introuvable ({ $cause })
machine-names-late = le résolveur n’a pas répondu pour { $host } en { $after }
machine-names-not-looked-up = noms non recherchés : { $count }
machine-names-hint-resolver = aucun nom n’est trouvé : vérifiez le réseau et le résolveur, ou écrivez les adresses des serveurs au lieu de leurs noms
machine-names-hint-names = d’autres noms sont trouvés, le résolveur fonctionne donc : vérifiez ces noms ; un nom que seul un VPN connaît est trouvé tant que celui-ci est actif
machine-ipv4 = IPv4
machine-ipv6 = IPv6
machine-family-way-out = les paquets vers l’extérieur partent de { $from }
machine-family-no-way-out = aucune route ne mène à l’extérieur
machine-family-out-of-reach = { $way } ; aucune route vers le serveur de { $profiles }
machine-family-hint-needed = vérifiez la connexion, ou un VPN qui devrait être actif, et le `bind` du profil ; ou donnez au profil une adresse ou une `family` que cette machine possède
machine-family-hint-not-needed = aucun profil n’en dépend ; les serveurs qui n’ont pas d’autre adresse sont injoignables
machine-echo = requêtes d’écho
machine-echo-permitted = l’envoi d’étapes ICMP est permis
machine-echo-privileged = l’envoi d’étapes ICMP est permis, par un privilège (CAP_NET_RAW) de cette commande ; un agent en a besoin aussi
machine-echo-forbidden = l’envoi d’étapes ICMP est interdit
machine-echo-failed = les étapes ICMP ne peuvent pas être envoyées ({ $cause })
machine-echo-hint-permit = sous Linux, ajoutez votre groupe au sysctl net.ipv4.ping_group_range, comme `sysctl net.ipv4.ping_group_range="0 2147483647"`, ou donnez au programme la capacité CAP_NET_RAW
machine-echo-hint-other-steps = ce système n’a pas de sockets pour cela ; employez des étapes TCP ou UDP
machine-clock = horloge
machine-clock-ahead = elle avance de { $off } sur { $server }, à { $uncertainty } près
machine-clock-behind = elle retarde de { $off } sur { $server }, à { $uncertainty } près
machine-clock-not-told = { $server } ne donne pas l’heure : { $error }
machine-clock-kept = le système la règle sur l’heure du réseau
machine-clock-not-kept = le système ne la règle pas sur l’heure du réseau
machine-clock-not-known = on ne sait pas si elle est juste
machine-clock-hint-set = fwknopd refuse les paquets qui ont deux minutes d’écart. Réglez l’horloge, ou faites-la régler : `timedatectl set-ntp true` là où il y a systemd, les réglages de date et d’heure ailleurs
machine-clock-hint-other-server = indiquez un autre serveur de temps, ou réessayez plus tard
machine-clock-hint-ask = `portknocker doctor --time-server pool.ntp.org` interroge un serveur de temps, une seule fois
machine-no-session = inconnu : il n’y a pas de session de bureau ici ({ $cause })
machine-late = inconnu : aucune réponse en { $after }
machine-failed = inconnu : échec ({ $cause })

## Pourquoi un serveur de temps ne donne pas l’heure

time-not-a-server = ce n’est ni un hôte ni un hôte avec un port, comme pool.ntp.org:123
time-name-not-found = son nom est introuvable ({ $cause })
time-not-reached = impossible de l’interroger ({ $cause })
time-silent = aucune réponse en { $after }
time-declined = il ne veut pas être interrogé ({ $code })
time-unsynchronized = il ne sait pas lui-même l’heure
time-no-answer = ce qui est revenu ne répond pas à la question

## L’ajout de profils avec leurs secrets

adding-another-there = le trousseau a déjà un autre { $account }, qui serait perdu ; rien n’a été modifié. `portknocker secret delete` avec ce nom et ce champ l’enlève ; ou choisissez un autre nom
adding-not-kept = { $account } n’a pas pu être conservé dans le trousseau : { $error }. Rien n’a été modifié. --plain conserve plutôt les secrets dans le fichier de configuration
adding-not-taken-back = impossible de rendre au trousseau ce qu’il avait sous { $account } ; `portknocker secret delete` avec ce nom et ce champ l’enlève

## import

import-standard-input = entrée standard
import-unreadable = { $file } : { $cause } ; rien n’a été importé
import-too-long = { $file } est plus long que n’importe quel fichier de profils ; rien n’a été importé
import-not-text = { $file } n’est pas du texte ; rien n’a été importé
import-no-format = { $file } n’est dans aucun format connu ici ; rien n’a été importé. Précisez-le avec --format : { $formats }
import-which-host = { $file } ne dit pas de quel serveur il s’agit. Son nom ou son adresse :
import-bad-host = ce n’est pas un hôte : { $error }
import-needs-host = { $file } ne dit pas de quel serveur il s’agit ; rien n’a été importé. Indiquez-le avec --host
import-broken = { $file }, ligne { $line } : illisible comme { $format } : { $reason } ; rien n’a été importé
import-mistakes = { $file } contient des erreurs ; rien n’a été importé
import-note = { $file }:{ $line }: { $reason }
import-note-of = { $file }:{ $line }: { $name } : { $reason }
import-left-out = { $file }:{ $line }: { $name } est omis : { $reason }
import-taken = il y a déjà un profil de ce nom. --rename donne à celui-ci un autre nom, --replace le met à la place de l’autre
import-twice = un profil de ce nom vient d’être importé. --rename donne à celui-ci un autre nom
import-renamed = il y a déjà un profil de ce nom ; celui-ci s’appelle désormais { $new }
import-runs = il lance un programme de son choix ({ $keys }) ; regardez-le avant de vous en servir
import-warning = avertissement : { $line }
import-stays = { $field } du profil { $profile } reste dans le fichier de configuration, car une partie en est conservée ailleurs
import-opens = { $steps ->
    [one] { $steps } étape pour ouvrir
   *[other] { $steps } étapes pour ouvrir
}
import-opens-elsewhere = ouvert par une séquence conservée ailleurs
import-opens-packet = ouvert par un paquet unique
import-closes = { $steps ->
    [one] { $steps } étape pour fermer
   *[other] { $steps } étapes pour fermer
}
import-closes-elsewhere = fermé par une séquence conservée ailleurs
import-checks = le port { $port } est vérifié
import-added = { $name } ({ $host }) : { $parts }
import-nothing = rien n’a été importé
import-would-add = { $profiles ->
    [one] { $profiles } profil irait
   *[other] { $profiles } profils iraient
} dans { $path }{ $secrets ->
    [0] {""}
    [one] , et { $secrets } secret dans le trousseau
   *[other] , et { $secrets } secrets dans le trousseau
}
import-done = { $profiles ->
    [one] { $profiles } profil est
   *[other] { $profiles } profils sont
} maintenant dans { $path }{ $secrets ->
    [0] {""}
    [one] , et { $secrets } secret dans le trousseau
   *[other] , et { $secrets } secrets dans le trousseau
}
import-files-keep = ce qui a été importé contient toujours ses secrets : supprimez-le quand rien d’autre n’en a besoin

## new

new-cannot-ask = il n’y a pas de terminal où poser les questions ; dites tout : `portknocker new NOM --host HÔTE --check PORT --for SERVEUR`
new-bad-name = un nom n’a ni espaces aux extrémités, ni caractères de contrôle, ni @ au début
new-ask-name = Un nom pour le profil, comme homelab :
new-ask-host = Le nom ou l’adresse du serveur :
new-bad-host = ni un nom ni une adresse
new-ask-check = Le port TCP du service qu’il ouvre [{ $usual }] :
new-kinds = Ce qui attend les frappes sur le serveur : { $kinds }
new-ask-kind = Lequel [{ $usual }] :
new-bad-kind = aucun d’eux
new-nothing-made = rien n’a été créé
new-no-sequence = les nombres aléatoires du système ne donnent pas de séquence ; rien n’a été créé
new-made = { $profile } est créé dans { $path } ; ses secrets sont dans le trousseau
new-made-plain = { $profile } est créé dans { $path }, avec ses secrets
new-print-again = { $profile } est créé ; `portknocker export` avec --for affiche de nouveau la moitié serveur
new-next = la suite est expliquée au début de la moitié serveur ; puis `portknocker open { $profile }`

## La ligne de commande

argument-mistake = { $argument } : { $title } ({ $hint })
profile-not-found = il n’y a pas de profil `{ $name }` ; `portknocker list` montre ceux qui existent
profile-not-found-nearest = il n’y a pas de profil `{ $name }` ; vouliez-vous dire `{ $nearest }` ?
no-runtime = le système ne fournit pas de file d’événements : { $error }
cannot-write = impossible d’écrire : { $error }
cannot-write-to = impossible d’écrire dans { $path } : { $error }
editor-failed = l’éditeur s’est terminé par une erreur
editor-missing = aucun éditeur n’a pu être lancé ({ $error }) ; définissez $EDITOR
agent-not-started = impossible de lancer { $agent }, à côté de ce programme : { $error }
window-not-installed = { $window } n’est pas à côté de ce programme, qui a été compilé ou empaqueté sans la fenêtre. `portknocker config edit` ouvre la configuration dans un éditeur
window-not-opened = la fenêtre n’a pas pu s’ouvrir ({ $error })
list-empty = aucun profil ; `portknocker config edit` ouvre le fichier pour en écrire un
list-check = vérifie { $port }
list-no-check = sans vérification

one-profile = `{ $name }` est un groupe ; nommez un seul profil
edit-nothing-asked = rien à modifier n’a été donné ; `portknocker edit --help` montre ce qui est possible
edit-done = { $profile } est modifié
edit-backup = le fichier tel qu’il était : { $path }
edit-not-set = { $profile } n’a pas de `{ $key }` à retirer ; rien n’a été modifié
edit-mistakes = la configuration contiendrait alors des erreurs ; rien n’a été modifié
edit-failed = { $error } ; le fichier de configuration n’a pas été modifié
edit-busy = une autre modification de la configuration est en cours
edit-changed = quelqu’un d’autre, par exemple un éditeur, a modifié la configuration entre-temps ; réessayez
edit-io = { $path } : { $cause }
edit-inline-profiles = des profils qui ne sont pas écrits comme `[[profile]]` ne peuvent pas être modifiés d’ici ; `portknocker config edit` ouvre le fichier
edit-no-profile = le fichier de configuration n’a pas de profil `{ $name }` à lui
edit-drop-in = { $name } se trouve dans { $file }, que vous ne pouvez pas modifier ici. Un profil de ce nom dans votre propre fichier en prend la place
edit-payload-elsewhere = une charge utile de la séquence vient d’ailleurs, si bien que la séquence ne peut pas être un secret tout entière
edit-sequence-is-secret = { $field } du profil { $profile } est conservée ailleurs ; modifiez-la là-bas, ou avec `portknocker secret set { $profile } { $name }` si c’est dans le trousseau
edit-bad-sequence = --{ $key } : { $error } ; rien n’a été modifié
change-removed = { $profile } est retiré
change-renamed = { $profile } s’appelle désormais { $new }
change-duplicated = { $profile } est copié sous { $new }
change-name-taken = il y a déjà un profil `{ $name }` ; rien n’a été modifié
change-secret-leased = l’entrée { $account } du trousseau reste, car ce qui est ouvert en a besoin pour être fermé. `portknocker secret delete PROFIL CHAMP` l’enlève
change-secret-gone = supprimé du trousseau, définitivement : { $account }
change-secret-stays = { $account } reste dans le trousseau : { $error }. `portknocker secret delete` avec ce nom et ce champ l’enlève
change-secrets-kept = un fichier complémentaire contient des erreurs, et se sert peut-être des mêmes secrets : ils restent dans le trousseau
change-list-not-copied = { $account } est une liste de séquences à usage unique, qui n’a pas été copiée : une liste est pour un seul profil
change-secret-not-copied = { $account } n’a pas pu être copié dans le trousseau : { $error }. Le fichier de configuration n’a pas été modifié
change-another-there = le trousseau a déjà un autre { $account }, qui serait perdu. `portknocker secret delete` avec ce nom et ce champ l’enlève ; ou choisissez un autre nom. Le fichier de configuration n’a pas été modifié
window-copy-not-taken-back = { $account } dans le trousseau n’est plus comme avant : { $error }. Vérifiez si son secret est le bon, et conservez-le de nouveau sinon
secret-kept = conservé dans le trousseau : { $account }
secret-not-kept = non conservé : { $error }
secret-no-packet = { $profile } n’a pas de `spa`, donc pas de clés à créer
secret-generate-literal = { $field } du profil { $profile } se trouve dans la configuration ; écrivez `{ $key } = { "{" } keyring = true { "}" }` à sa place, et recommencez
secret-key-there = le trousseau a déjà { $account }, dont un serveur se sert peut-être ; `--replace` crée malgré tout de nouvelles clés. Rien n’a été modifié
secret-not-read-back = le trousseau ne rend pas { $account } tel qu’il a été conservé ; aucune section n’est affichée, car elle ne correspondrait pas
secret-generate-again = de nouvelles clés sont peut-être déjà dans le trousseau, et la moitié serveur n’a pas été affichée : `portknocker secret generate { $profile } --replace` recrée les deux moitiés
secret-generated = les deux moitiés sont créées : les clés de { $profile } sont dans le trousseau, et cette section va dans l’access.conf du serveur. Elle n’est montrée qu’une fois
secret-deleted = supprimé du trousseau : { $account }
secret-no-such-field = `{ $field }` n’est pas un champ ; c’est `open`, `close`, une charge utile comme `open.2.payload`, `key` ou `hmac_key`
secret-which-field = { $profile } a plusieurs secrets ; précisez lequel : { $fields }
secret-elsewhere = { $field } du profil { $profile } vient d’ailleurs ({ $source }) ; modifiez-la là-bas
secret-in-config = { $field } du profil { $profile } se trouve dans la configuration ; `portknocker secret move { $profile }` la déplace dans le trousseau
secret-not-there = { $profile } n’a pas besoin d’un tel secret : { $field } ne vient pas du trousseau
secret-not-on-terminal = un secret ne s’affiche pas sur un terminal, sauf avec `--reveal`
secret-no-input = impossible de lire le secret : { $error }
secret-list-from-input = une liste se lit sur l’entrée standard, une séquence par ligne : `portknocker secret set … < FICHIER`
secret-prompt = { $field } du profil { $profile } :{" "}
secret-prompt-again = encore une fois :{" "}
secret-prompts-differ = les deux saisies diffèrent ; rien n’a été conservé
secret-is-there = présent
secret-is-left = présent, encore { $left }
secret-is-not-asked = non demandé, car cela lancerait la commande
secret-list-line = { $profile }  { $field }  { $source } : { $state }
secret-list-empty = aucun profil n’a besoin d’un secret venu d’ailleurs
secret-nothing-to-move = { $profile } n’a ni séquence ni clé dans le fichier de configuration
secret-nothing-moved = il n’y a rien à déplacer
secret-not-moved = { $profile } : rien de déplacé : { $error }
secret-another-there = le trousseau a déjà un autre { $account } ; `portknocker secret delete { $profile } { $field }` l’enlève, si aucun autre profil ne s’en sert
secret-move-failed = { $profile } : { $error }. Le fichier de configuration n’a pas été modifié
secret-moved = { $profile } : { $field } est maintenant dans le trousseau ({ $account }), et n’est plus dans le fichier de configuration
secret-backup-deleted = { $path }, qui contenait aussi le secret, est supprimé

history-empty = rien n’a encore été fait
history-line = { $time }  { $headline }{ $cause }  { $address }  { $elapsed }
history-reason = {" "}({ $reason })
history-unreadable = impossible de lire l’historique : { $error }
history-unwritable = cette action n’est pas dans l’historique : { $error }
status-nothing = { $profile } : rien n’a encore été fait
status-open = { $profile } : ouvert depuis { $since } ({ $last })
status-closed = { $profile } : fermé depuis { $since } ({ $last })
status-unknown = { $profile } : inconnu ({ $last }, { $since })
step-time = +{ $ms } ms
progress-of = { $profile } : { $line }
progress-reading-secret = lecture du secret (si son trousseau ou son programme demande quelque chose, répondez-y)
progress-asking-address = demande de l’adresse de cette machine
progress-waiting = attente d’une autre frappe vers { $address }
progress-joined = c’est déjà en cours ; le résultat est attendu
progress-hit = { $number }/{ $of }  +{ $ms } ms  { $protocol }
progress-hit-port = { $number }/{ $of }  +{ $ms } ms  { $protocol } { $remote }
progress-checking = vérification du port { $port }
progress-again = tentative { $number }
progress-bar = { "{" }bar:30{ "}" } { "{" }pos{ "}" }/{ "{" }len{ "}" }

demo-profile = exercice
demo-begin = Une porte d’exercice sur cette machine : le port { $port } refuse tant que la bonne séquence n’arrive pas.
demo-opening = Ouverture :
demo-checking = Vérification :
demo-closing = Fermeture :
demo-end = C’est tout. `portknocker config edit` commence votre premier profil.
demo-tray = Le profil d’exercice est maintenant dans la zone de notification : clic droit sur l’icône. *Quitter* là-bas, ou Ctrl-C ici, y met fin.
demo-failed = la porte d’exercice ne peut pas être installée sur la boucle locale : { $error }

cli = Ouvre et ferme des ports cachés derrière le port knocking
cli-arg-config = Employer ce fichier de configuration
cli-arg-help = Afficher l’aide
cli-arg-version = Afficher la version
cli-arg-json = Afficher du JSON, un objet par ligne
cli-arg-verbose = Montrer chaque paquet, avec ses ports, et ce qui est revenu
cli-arg-profiles = Des profils par leur nom, ou @GROUPE pour tous ceux d’un groupe
cli-open = Envoyer la séquence d’ouverture, puis voir si le service répond
cli-open-arg-term = Fermer après cette durée, comme 15m ; ou until-closed. Par défaut, ce que dit le profil
cli-open-arg-connect = Faire ensuite ce que dit on_open dans le profil
cli-open-arg-if_needed = Ne rien envoyer là où c’est ouvert, pour autant qu’on sache, ou déjà en cours d’ouverture
cli-open-arg-quiet = Ne rien dire quand tout va bien, et le reste sur la sortie d’erreur
cli-bad-term = ce n’est ni une durée avec son unité, comme 15m, ni { $word }
cli-bad-port = ce n’est pas un port de 1 à 65535
cli-bad-span = ce n’est pas une durée avec son unité, comme 15m
cli-bad-milliseconds = ce n’est pas un nombre de millisecondes
cli-open-arg-no_check = Ne pas vérifier ensuite
cli-close = Envoyer la séquence de fermeture, puis voir si le service ne répond plus
cli-close-arg-all = Tous ceux qui sont ouverts
cli-close-arg-no_check = Ne pas vérifier ensuite
cli-connect = Ouvrir un profil au besoin, et lui servir de connexion : pour le ProxyCommand de ssh
cli-connect-arg-host = L’hôte où se connecter, comme %h de ssh ; par défaut, celui du profil
cli-connect-arg-port = Son port TCP, comme %p de ssh ; par défaut, celui que vérifie le profil
cli-extend = Laisser ouvert plus longtemps ce qui est ouvert
cli-extend-arg-by = De cette durée, comme 30m ; par défaut, celle pour laquelle le profil est ouvert, sinon 15m
cli-check = Voir si le service répond, sans frapper
cli-list = Montrer les profils
cli-status = Montrer ce qui est tenu pour ouvert, et la dernière action
cli-status-arg-check = Interroger d’abord les services
cli-status-arg-watch = Continuer, et afficher ce qui change
cli-history = Montrer ce qui a été fait
cli-history-arg-profile = De ce profil seulement
cli-knock = Envoyer une séquence qui n’est dans aucun profil ; prend les arguments de knock(1)
cli-knock-arg-delay = Attendre tant de millisecondes entre les étapes
cli-knock-arg-udp = Employer UDP pour chaque étape
cli-knock-arg-ipv4 = N’employer que l’IPv4
cli-knock-arg-ipv6 = N’employer que l’IPv6
cli-knock-arg-host = Le nom ou l’adresse du serveur
cli-knock-arg-steps = Les étapes : PORT, PORT:tcp, PORT:udp, icmp ou icmp:TAILLE
cli-config = Le fichier de configuration
cli-config-path = Dire où il se trouve
cli-config-check = Y chercher les erreurs, et ce qui n’est sans doute pas voulu
cli-config-check-arg-strict = Tenir les avertissements pour des erreurs : le code de retour est 2
cli-config-edit = L’ouvrir dans un éditeur ; un exemple commenté s’il n’existe pas encore
cli-edit = Modifier un profil dans le fichier de configuration ; commentaires et ordre sont conservés
cli-edit-arg-profile = Le nom du profil
cli-edit-arg-host = Le nom ou l’adresse du serveur
cli-edit-arg-group = Le sous-menu où il se trouve
cli-edit-arg-open = La séquence d’ouverture : des étapes séparées par des virgules, comme 7000,8000:udp ; d’autres utilisateurs de cette machine peuvent voir les arguments
cli-edit-arg-close = La séquence de fermeture
cli-edit-arg-check = Le port du service, ou none
cli-edit-arg-delay = Le délai entre les étapes, comme 300ms
cli-edit-arg-family = auto, ipv4, ipv6 ou both
cli-edit-arg-check_timeout = Le temps laissé au service pour répondre
cli-edit-arg-retries = Combien de fois la séquence est renvoyée
cli-edit-arg-secret_timeout = Le temps laissé à un secret pour arriver
cli-edit-arg-open_for = La durée d’une ouverture, comme 15m, ou until-closed
cli-edit-arg-server_timeout = Au bout de combien de temps le serveur ferme de lui-même
cli-edit-arg-watch = L’intervalle auquel on demande au service s’il répond
cli-edit-arg-bind = L’interface ou l’adresse locale d’où partent les paquets
cli-edit-arg-unset = Retirer cette clé
cli-bad-format = ce n’est pas un format ; il y a { $formats }
cli-bad-server = ce n’est pas un serveur ; il y a { $kinds }
cli-new = Créer un profil avec une séquence aléatoire, et afficher sa moitié serveur
cli-new-arg-name = Le nom du profil ; sans aucun argument, tout est demandé
cli-new-arg-host = Le nom ou l’adresse du serveur
cli-new-arg-check = Le port TCP du service qu’il ouvre
cli-new-arg-server = La moitié serveur est pour : knockd (par défaut), nftables, iptables, mikrotik, firewalld, openwrt, pf ou fwknopd
cli-new-arg-interface = L’interface du serveur par où arrivent les frappes ; toutes par défaut
cli-new-arg-output = Écrire plutôt la moitié serveur dans ce fichier
cli-new-arg-plain = Conserver les secrets dans le fichier de configuration, non dans le trousseau
cli-import = Ajouter les profils de fichiers d’autres programmes, ou d’une autre machine
cli-import-arg-files = Les fichiers ; - est l’entrée standard
cli-import-arg-format = Leur format : portknocker, portknocker-qt, knockd, fwknoprc, knock-on-ports, knock-that-door, manuelmode ou knock ; détecté par défaut
cli-import-arg-dry_run = Montrer ce qui serait ajouté, et ne rien ajouter
cli-import-arg-rename = Donner un nouveau nom à ce qui porte celui d’un autre profil
cli-import-arg-replace = Remplacer les profils du même nom
cli-import-arg-plain = Conserver les secrets dans le fichier de configuration, non dans le trousseau
cli-import-arg-host = Le serveur, pour les fichiers qui n’en nomment pas
cli-import-arg-as_sent = Prendre les étapes comme PortKnocker-Qt les envoyait : toutes en TCP
cli-export = Écrire l’autre moitié d’un profil pour son serveur, ou tout pour une autre machine
cli-export-arg-profile = Le nom du profil
cli-export-arg-server = Écrire la moitié pour knockd, nftables, iptables, mikrotik, firewalld, openwrt, pf ou fwknopd
cli-export-arg-service_port = Le port TCP du service qu’il ouvre ; par défaut, celui que vérifie le profil
cli-export-arg-interface = L’interface du serveur par où arrivent les frappes ; toutes par défaut
cli-export-arg-all = Écrire tous les profils, pour une autre machine
cli-export-arg-format = toml (par défaut) ou json
cli-export-arg-with_secrets = Avec les secrets, chiffrés par une phrase de passe
cli-export-arg-output = Écrire dans ce fichier
cli-remove = Retirer un profil du fichier de configuration, et ses secrets du trousseau
cli-remove-arg-profile = Le nom du profil
cli-remove-arg-keep_secrets = Laisser ses secrets dans le trousseau
cli-rename = Donner un autre nom à un profil ; ses secrets suivent
cli-rename-arg-profile = Le nom du profil
cli-rename-arg-new = Son nouveau nom
cli-duplicate = Copier un profil, avec ses secrets
cli-duplicate-arg-profile = Le nom du profil
cli-duplicate-arg-new = Le nom de la copie
cli-secret = Les secrets dont les profils ont besoin
cli-secret-set = Conserver un secret dans le trousseau : le demande, ou lit l’entrée standard
cli-secret-get = Afficher un secret
cli-secret-get-arg-reveal = Même sur un terminal
cli-secret-delete = Retirer un secret du trousseau
cli-secret-generate = Créer les clés d’un profil fwknop, et afficher la moitié serveur
cli-secret-generate-arg-replace = Même là où il y a déjà des clés
cli-secret-list = Montrer ce dont chaque profil a besoin, et si c’est présent
cli-secret-move = Déplacer séquences et clés du fichier de configuration vers le trousseau
cli-secret-move-arg-all = Celles de tous les profils
cli-ssh-config = Afficher ce qu’il faut à la configuration de ssh pour ouvrir les profils toute seule
cli-ssh-config-arg-profiles = Des profils par leur nom, ou @GROUPE ; par défaut, tous ceux qui ont un port du service
cli-arg-profile = Le nom du profil
cli-arg-field = Lequel de ses secrets : open, close, une charge utile comme open.2.payload, key ou hmac_key
cli-demo = Essayer le tout sur une porte d’exercice de cette machine
cli-agent = Lancer l’agent de la zone de notification
cli-agent-reload = Faire relire sa configuration à celui qui tourne
cli-agent-quit = Mettre fin à celui qui tourne
cli-window = Ouvrir la fenêtre, où l’on gère les profils
cli-autostart = Si l’agent est lancé à l’ouverture de session
cli-autostart-on = Le lancer à l’ouverture de session
cli-autostart-off = Ne pas le lancer à l’ouverture de session
cli-autostart-status = Dire s’il est lancé à l’ouverture de session
cli-completions = Afficher les complétions pour un shell
cli-completions-arg-shell = Le shell
cli-man = Afficher la page de manuel, ou écrire celles de toutes les commandes dans un dossier
cli-man-arg-folder = Le dossier

## L’aide, et ce qui ne va pas dans les arguments

usage-heading = Utilisation :
usage-some-options = [OPTIONS]
usage-commands = Commandes :
usage-arguments = Arguments :
usage-options = Options :
usage-default = { $help } [par défaut : { $values }]
usage-possible = { $help } [valeurs possibles : { $values }]
usage-unexpected = argument inattendu : « { $argument } »
usage-unknown-command = commande inconnue : « { $command } »
usage-no-command = « { $command } » demande une de ses commandes : { $commands }
usage-missing = il manque des arguments obligatoires :
usage-conflict = l’argument « { $argument } » ne va pas avec « { $other } »
usage-conflicts = l’argument « { $argument } » ne va pas avec :
usage-twice = l’argument « { $argument } » ne peut être donné qu’une fois
usage-bad-value = valeur incorrecte « { $value } » pour « { $argument } »
usage-bad-value-since = { $title } : { $mistake }
usage-no-value = il faut une valeur à « { $argument } », et il n’y en a pas
usage-possible-values = [valeurs possibles : { $values }]
usage-too-many-values = « { $value } » est une valeur de trop pour « { $argument } »
usage-not-utf8 = un argument n’est pas en UTF-8
usage-tip = conseil :
usage-quoted = « { $one } »
usage-alike-command = { $count ->
    [one] il existe une commande semblable : { $names }
   *[other] il existe des commandes semblables : { $names }
}
usage-alike-argument = { $count ->
    [one] il existe un argument semblable : { $names }
   *[other] il existe des arguments semblables : { $names }
}
usage-alike-value = { $count ->
    [one] il existe une valeur semblable : { $names }
   *[other] il existe des valeurs semblables : { $names }
}
usage-as-value = pour donner « { $value } » comme valeur, écrivez « { $form } »
usage-exists = il y a « { $form } »
usage-without-dashes = la commande « { $command } » existe ; pour l’employer, enlevez « -- » devant elle
usage-more = Pour en savoir plus : « { $flag } ».
value-command = COMMANDE
value-file = FICHIER
value-profile = PROFIL
value-time = DURÉE
value-host = HÔTE
value-port = PORT
value-url = URL
value-ms = MS
value-portproto = PORT[:PROTO]
value-folder = DOSSIER
value-name = NOM
value-new = NOUVEAU
value-group = GROUPE
value-steps = ÉTAPES
value-family = FAMILLE
value-number = NOMBRE
value-interface = INTERFACE
value-key = CLÉ
value-server = SERVEUR
value-format = FORMAT
value-field = CHAMP
value-shell = SHELL
man-name = NOM
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-options = OPTIONS
man-commands = COMMANDES
man-version = VERSION

## Doctor

doctor-cause-works = rien d’anormal : il s’ouvre
doctor-remedy-works = Ce qui se connecte doit passer par la même famille d’adresses que la frappe, et pendant que le port est ouvert
doctor-cause-not-examined = rien n’a été envoyé, on ne sait donc rien du serveur
doctor-remedy-not-examined = Dans un terminal, la commande dit d’abord ce qu’elle enverrait : portknocker doctor { $profile }
doctor-cause-broken-off = l’examen a été interrompu
doctor-remedy-broken-off = Recommencez-le : portknocker doctor { $profile }
doctor-cause-name-unknown = le nom de l’hôte ne mène à aucune adresse
doctor-remedy-name-unknown = Comparez « host » avec le nom du serveur, et voyez si le résolveur fonctionne : portknocker doctor
doctor-cause-resolver-silent = le résolveur ne répond pas
doctor-remedy-resolver-silent = Examinez le réseau de cette machine et ses serveurs de noms : portknocker doctor
doctor-cause-no-address = le nom de l’hôte n’a pas d’adresse de la famille que demande le profil
doctor-remedy-no-address = Prenez une autre « family », ou faites ajouter l’adresse par le titulaire du nom
doctor-cause-no-route = cette machine n’a pas de route vers le réseau du serveur dans cette famille d’adresses
doctor-remedy-no-route = Vérifiez la connexion, ou un VPN qui devrait être actif ; ou prenez l’autre « family », si le serveur en a une
doctor-cause-not-sent = la frappe n’a pas été envoyée
doctor-remedy-not-sent = Corrigez ce qui est dit plus haut
doctor-cause-already-open = le port est ouvert sans frappe
doctor-remedy-already-open = Rien ne le cache à cette machine : fermez ce qui a été ouvert avant, ou examinez le pare-feu du serveur. Tant qu’il est ouvert, une frappe ne peut pas être jugée
doctor-cause-own-address-changed = la frappe et la connexion viennent d’adresses différentes de cette machine
doctor-remedy-own-address-changed = Le serveur laisse entrer l’adresse qui a frappé. Envoyez les deux par le même chemin : « bind », les routes du VPN, ou un réseau sans une telle traduction d’adresses
doctor-cause-service-down = la porte s’ouvre, mais rien n’écoute derrière
doctor-remedy-service-down = Démarrez le service sur le serveur, ou voyez sur quel port il écoute
doctor-cause-opens-late = il s’ouvre, mais plus tard que la vérification n’attend
doctor-remedy-opens-late = Laissez plus de temps à la vérification
doctor-cause-wrong-check-port = la frappe ouvre un autre port que celui qui est vérifié
doctor-remedy-wrong-check-port = Vérifiez le port qu’elle ouvre
doctor-cause-nothing-to-check = le profil n’indique aucun port à vérifier, on ne peut donc pas savoir s’il s’ouvre
doctor-remedy-nothing-to-check = Donnez au profil « check », le port du service
doctor-cause-packets-lost = il s’ouvre de temps en temps : des paquets se perdent en chemin
doctor-remedy-packets-lost = Prévoyez plus de tentatives ; cherchez une mauvaise liaison, comme un Wi-Fi faible
doctor-cause-udp-lost = les datagrammes n’atteignent pas le serveur, contrairement à TCP
doctor-remedy-udp-lost = Un pare-feu sur le chemin, ou un réseau qui ne laisse passer que TCP, les rejette. Essayez un autre réseau, ou faites accepter des étapes TCP au serveur
doctor-cause-too-slow = les étapes arrivent trop lentement pour le serveur
doctor-remedy-too-slow = Envoyez-les plus rapprochées ; knockd les veut toutes dans son seq_timeout moins une seconde
doctor-cause-too-fast = les étapes arrivent trop vite pour le serveur, ou pour quelque chose sur le chemin
doctor-remedy-too-fast = Laissez plus de temps entre elles
doctor-cause-reordered = les étapes se doublent en chemin
doctor-remedy-reordered = Laissez entre elles plus de temps que l’écart entre les durées de trajet des paquets
doctor-cause-wrong-family = le serveur n’accepte la frappe que par l’autre famille d’adresses
doctor-remedy-wrong-family = Frappez par celle-là, et connectez-vous aussi par elle
doctor-cause-wrong-address = seule une autre des adresses du nom accepte la frappe
doctor-remedy-wrong-address = Faites retirer du nom l’adresse morte, ou indiquez l’adresse qui fonctionne
doctor-cause-payload = le chemin ou le serveur n’accepte que l’autre sorte de datagramme
doctor-remedy-payload = Faites porter aux étapes UDP ce qui a fonctionné
doctor-cause-handshake-needed = les étapes TCP ne comptent qu’une fois leur poignée de main achevée
doctor-remedy-handshake-needed = Faites-la attendre aux étapes TCP : mode = "connect"
doctor-cause-clock-off = l’horloge de cette machine et celle du réseau diffèrent de plus que ce qu’un serveur tolère d’ordinaire, deux minutes
doctor-remedy-clock-off = Réglez l’horloge de cette machine ; si c’est celle du serveur qui est fausse, « clock_offset » compense
doctor-cause-wrong-allow = le paquet a fait entrer une autre adresse que celle sous laquelle cette machine est vue
doctor-remedy-wrong-allow = Laissez entrer l’adresse d’où le serveur voit venir le paquet ; ou, pour que l’adresse reste dans le paquet signé, faites-la dire par une adresse https:// : « allow »
doctor-cause-host-silent = rien du tout ne revient de l’hôte
doctor-remedy-host-silent = Est-il allumé, et l’adresse est-elle la bonne ? Un pare-feu qui rejette tout en silence se présente de même, quelle que soit la séquence
doctor-cause-host-unreachable = l’hôte est injoignable : un routeur, ou le réseau même de cette machine, le dit
doctor-remedy-host-unreachable = Est-il allumé, et l’adresse est-elle la bonne ? Certains pare-feu répondent ainsi en son nom
doctor-cause-banned = l’hôte a d’abord répondu, puis plus du tout : il a sans doute banni cette adresse
doctor-remedy-banned = Attendez qu’il oublie, ou consultez sa liste (fail2ban, nft list ruleset)
doctor-cause-refused-throughout = le port est refusé, avant la frappe comme après
doctor-remedy-refused-throughout = Sur le serveur, voyez si le service écoute, et si son pare-feu refuse en son nom. Si le service tourne, la frappe n’a pas été acceptée
doctor-cause-sequence-wrong = le serveur n’accepte pas la séquence
doctor-remedy-sequence-wrong = Comparez chaque étape, l’ordre et les protocoles avec ceux du serveur, et voyez sur le serveur si son démon de port knocking tourne et ce que dit son journal : d’ici, une séquence fausse et un démon arrêté se ressemblent
doctor-cause-list-out-of-step = le serveur n’accepte pas la prochaine séquence à usage unique
doctor-remedy-list-out-of-step = Comparez quelle est la prochaine dans la liste d’ici et dans celle du serveur, et voyez sur le serveur si son démon de port knocking tourne et ce que dit son journal
doctor-cause-key-wrong = le serveur n’accepte pas le paquet
doctor-remedy-key-wrong = Comparez les deux clés et le type de HMAC avec l’access.conf du serveur, et voyez sur le serveur si fwknopd tourne et ce que dit son journal : d’ici, une clé fausse et un démon arrêté se ressemblent

doctor-trial-own = conforme au profil
doctor-trial-faster = plus rapide, { $delay } entre les étapes
doctor-trial-slower = plus lente, { $delay } entre les étapes
doctor-trial-slow-after = plus lente après les étapes { $protocol } seulement, { $delay }
doctor-trial-family = par { $family }
doctor-trial-address = vers { $address }
doctor-trial-payload = avec l’autre sorte de datagramme, vide ou d’un octet
doctor-trial-handshakes = avec des poignées de main complètes
doctor-trial-clock = avec { $seconds } s ajoutées à l’horloge
doctor-trial-allow = laissant entrer l’adresse d’où vient le paquet

doctor-offer-ping = quelques requêtes d’écho (ping)
doctor-offer-ports = des connexions au port { $port } avant et après chaque frappe, et aux ports { $others } avant la première, après celle-ci et après sa fermeture
doctor-offer-other-ports = des connexions aux ports { $others }, avant une frappe, après celle-ci et après sa fermeture
doctor-offer-knocks = des frappes, { $count } au plus, chacune avec sa vérification ; après un échec, d’abord trois paquets qui la font oublier au serveur
doctor-offer-closes = la séquence de fermeture après chacune d’elles
doctor-offer-lapses = rien qui ferme : le serveur le fait de lui-même, et aucune autre frappe n’est essayée tant que c’est ouvert
doctor-offer-stays-open = rien qui ferme : le profil n’a pas de séquence de fermeture, et ce qu’une frappe ouvre reste ouvert
doctor-offer-trials = parmi ces frappes, certaines diffèrent du profil en un seul point : { $trials } ; si une frappe plus lente ouvre, d’autres disent si les étapes se doublent en chemin

doctor-offer-secrets = rien d’autre, mais les secrets du profil sont lus à chaque frappe : un programme qui demande un appui ou un code PIN le demande chaque fois
doctor-offer-time = au serveur de temps : une question ; un paquet à l’heure juste, si l’horloge est décalée
doctor-offer-address = au service d’adresse : jusqu’à quatre questions
doctor-task-ping = envoi de pings
doctor-task-look = examen des ports
doctor-task-time = demande de l’heure
doctor-task-knock = frappe { $trial }
doctor-task-series = envoi d’autres pings, pour voir si les paquets se doublent
doctor-task-address = demande de l’adresse sous laquelle le monde voit cette machine

doctor-seen-leads = { $host } mène à { $ways }
doctor-way = { $server } (depuis { $local })
doctor-no-way = { $server } (aucune route)
doctor-seen-believed = il a été ouvert auparavant, et est tenu pour ouvert
doctor-seen-after = à la fin : { $seen }
doctor-seen-before = avant la frappe, le port { $port } { $state }
doctor-seen-after-knock = après la frappe, le port { $port } { $state }
doctor-seen-tried = frappe { $trial } : ouvert { $opened } fois sur { $made }
doctor-seen-was-open = frappe { $trial } : le port y était ouvert avant toute frappe
doctor-seen-answers = paquets de toutes les frappes ayant reçu une réponse : { $answered } sur { $of }
doctor-seen-udp-silent = les étapes TCP reçoivent toujours une réponse, les datagrammes jamais
doctor-seen-opened = le port { $port } ne répond qu’après la frappe
doctor-seen-sources = la frappe est partie de { $knocked }, la connexion de { $asked }
doctor-seen-no-clock = personne n’a donné l’heure
doctor-seen-spread = la durée des requêtes d’écho varie de { $spread }
doctor-seen-as = cette machine est vue comme { $addresses }
doctor-ping-answered = les pings reçoivent une réponse, au bout de { $after }
doctor-ping-silent = les pings restent sans réponse
doctor-ping-unreachable = à un ping, un routeur, ou le réseau même de cette machine, répond que l’hôte est injoignable
doctor-ping-not-sent = les pings ne peuvent pas être envoyés d’ici
doctor-port-answers = répond
doctor-port-refuses = refuse la connexion
doctor-port-silent = ne répond pas
doctor-port-unreachable = est dit injoignable
doctor-port-not-asked = n’a pas pu être essayé
doctor-clock-right = l’horloge est juste
doctor-clock-behind = l’horloge de cette machine retarde de { $off } sur celle du réseau
doctor-clock-ahead = l’horloge de cette machine avance de { $off } sur celle du réseau

doctor-verdict-certain = { $profile } : { $cause } (certain)
doctor-verdict-likely = { $profile } : { $cause } (probable)
doctor-verdict-possible = { $profile } : { $cause } (possible)
doctor-verdict-unknown = { $profile } : { $cause } ; d’ici, impossible de dire pourquoi
doctor-verdict-none = { $profile } : { $cause }
doctor-left-open-unclosable = ce qui a été ouvert pour cela reste ouvert : { $profile } n’a pas de séquence de fermeture. La fermeture viendra du serveur
doctor-closes-by-itself = Ce qui a été ouvert pour cela, le serveur le ferme de lui-même
doctor-time-unused = --time-server n’a pas été interrogé : l’horloge ne compte que pour les paquets uniques (spa)
doctor-remaining = Autres causes possibles :
doctor-fix = Dans le profil : { $line }
doctor-fix-question = L’écrire dans le profil { $profile } ? [o/N]
doctor-fix-payloads = les étapes UDP avec l’autre charge utile : « payload = "" », ou sans
doctor-fix-handshakes = les étapes TCP avec { $line }
doctor-fix-elsewhere = rien n’a été écrit : les étapes de { $profile } ne se trouvent pas dans sa configuration. Modifiez-les là où elles sont conservées
doctor-left-open = ce qui a été ouvert pour cela n’a pas pu être fermé : { $profile } est OUVERT. Fermez-le à la main : portknocker close { $profile }
doctor-nothing-sent = Avec --yes, l’envoi se fait sans demander
doctor-stopping = arrêt ; ce qui a été ouvert est d’abord fermé
doctor-offer = Pour chercher pourquoi { $profile } ne s’ouvre pas, ceci serait envoyé à son serveur :
doctor-offer-warning = Un serveur qui bannit quiconque essaie ses ports, ou frappe mal, peut bannir cette machine.
doctor-offer-question = Continuer ? [o/N]
answer-yes = oy

cli-bad-address-service = ce n’est pas une adresse https://
cli-doctor = Chercher pourquoi un profil ne s’ouvre pas, ou ce qui ne va pas sur cette machine
cli-doctor-arg-profile = Le profil ; sans profil, c’est la machine qui est examinée
cli-doctor-arg-yes = Envoyer ce qu’il faut pour trouver, sans demander d’abord
cli-doctor-arg-write = Écrire dans le profil ce qui le corrige
cli-doctor-arg-time_server = Demander l’heure à ce serveur (SNTP)
cli-doctor-arg-address_service = Demander à cette adresse https:// comment le monde voit cette machine
cli-doctor-arg-json = Afficher une ligne de JSON

notice-offer = Chercher pourquoi { $profile } ne s’ouvre pas ?
notice-offer-body = L’examen envoie des pings au serveur, se connecte à { $ports } de ses ports, et frappe au plus { $knocks } fois, chaque fois un peu autrement. { $warning } En détail, et là où il n’y a pas de bouton ici : portknocker doctor { $profile }
notice-diagnosis-open = Ce qui a été ouvert pour cela n’a pas pu être fermé : c’est OUVERT
notice-diagnosis-remaining = Autres causes possibles : { $causes }
notice-diagnosis-more = Ce qui a été vu : portknocker doctor { $profile }
notice-examined-open = { $profile } est ouvert
notice-examined-open-body = Il n’y a rien à chercher. Pour l’examiner malgré tout, fermez-le d’abord
notice-fix-written = { $profile } : corrigé
notice-fix-written-body = Ce qui a été trouvé est maintenant dans le profil : ouvrez-le encore une fois
notice-fix-not-written = { $profile } : rien n’a été écrit
notice-under-examination = { $profile } est en cours d’examen
notice-under-examination-body = L’examen cherche pourquoi il ne s’ouvre pas ; cela prend quelques minutes au plus
button-find-out = Chercher pourquoi
button-examine = Chercher
button-write-fix = Corriger
menu-find-out = Chercher pourquoi { $profile } ne s’ouvre pas…
menu-profile-examining = { $profile } (examen…)

doctor-needs-profile = --yes, --write et --address-service concernent un profil : portknocker doctor PROFIL
doctor-mark-good = ✓
doctor-mark-worth = •
doctor-mark-bad = ✗
doctor-warnings = Dans le profil, quoi qu’il en soit du reste :

## import : JSON
import-json-syntax = ce n’est pas du JSON : { $problem }
import-json-no-list = il n’y a pas de liste « { $key } », ce n’est donc pas un fichier de ce format
import-json-not-an-object = ce n’est pas un objet, donc pas un profil
import-json-unknown-key = la clé « { $key } » n’est pas comprise
import-json-twice = « { $key } » revient plus bas, et c’est ce qui compte
import-json-no-counterpart = il n’y a rien ici qui ressemble à « { $key } »
import-json-unusable = « { $key } » n’est pas { $wanted }, et est omis
import-json-want-text = un texte
import-json-want-number = un nombre
import-json-want-whole = un nombre entier
import-json-want-yes-or-no = true ou false
import-json-want-list = une liste
import-json-want-port = un port de 1 à 65535
import-json-want-host-and-port = un hôte et un port
import-json-want-word = l’un de ses mots
import-json-bounded = « { $key } » devient { $value }, la valeur possible la plus proche
import-json-no-host = il n’y a pas d’hôte (« { $key } »)
import-json-bad-host = son hôte n’est ni un nom ni une adresse
import-json-no-name = il n’a pas de nom, et reçoit celui de son hôte
import-json-no-steps = il n’y a pas d’étapes qui l’ouvrent
import-json-bad-step = étape { $number } : { $problem }
import-json-step-left-out = l’étape { $number } n’a pas de port de 1 à 65535, elle n’a donc jamais été envoyée : elle est omise
import-json-check-elsewhere = il vérifie un autre hôte que celui où il frappe, ce qui ne se fait pas ici : mettez dans `check` un port de son propre hôte
import-qt-sent-tcp = PortKnocker-Qt envoyait ses étapes UDP en TCP, quoi qu’il en dise. Elles sont importées en UDP : si le serveur ouvrait à PortKnocker-Qt, importez ce fichier avec --as-sent
import-qt-no-close = sa séquence de fermeture est omise : { $reason }
import-kop-version = sa version n’est pas connue ici : il est lu comme la version 1
import-kop-check-kind = il vérifie une URL, ou envoie des pings, ce qui ne se fait pas ici : mettez dans `check` un port TCP qui répond une fois ouvert
import-kop-content = le contenu de l’étape { $number } n’a pas l’encodage annoncé ; Knock on Ports n’en envoie rien, et il est omis
import-kop-echo-content = une requête d’écho ne porte pas ici de contenu propre : celui de l’étape { $number } est omis, et sa taille est conservée
import-kop-echo-size = la taille de l’étape { $number } compte un en-tête IP : il est tenu pour celui d’IPv4
import-kop-not-a-url = « uri » n’est pas une URL, et est omis
import-kop-paired = il ferme ce que « { $opens } » ouvre : les deux sont devenus le profil { $profile }

## import : knockd et knock
import-knockd-no-section = pas un knockd.conf : il n’a aucun [nom]
import-knockd-before-sections = pas un knockd.conf : ceci précède le premier [nom]
import-knockd-bad-section = pas un [nom] : rien ne doit se trouver devant ni derrière. Ce qui suit jusqu’au prochain est omis
import-knockd-not-a-key = pas une ligne que knockd connaît ; écrivez `clé = valeur`, ou un # à son début
import-knockd-unknown-key = clé inconnue `{ $key }`, sur laquelle knockd s’arrête
import-knockd-unknown-key-nearest = clé inconnue `{ $key }`, sur laquelle knockd s’arrête ; vouliez-vous dire `{ $nearest }` ?
import-knockd-no-sequence = la porte n’a pas de `sequence`
import-knockd-step-port = l’étape { $number } n’a pas de port de 1 à 65535
import-knockd-step-protocol = l’étape { $number } n’est ni tcp ni udp, et knockd n’en connaît pas d’autre
import-knockd-too-many-steps = plus de 32 étapes, ce que knockd n’accepte pas
import-knockd-step-and-more = de l’étape { $number }, seuls comptent le nombre du début et le premier protocole, pour knockd aussi
import-knockd-time-and-more = seul compte le nombre du début, pour knockd aussi
import-knockd-one-time = ses séquences viennent de { $path }, chacune une fois. Le serveur et cette machine ont chacun besoin de la liste : ne partagez pas un même fichier avec knockd
import-knockd-one-time-missing = ses séquences viennent de { $path }, qui ne peut pas être lu ici. Copiez la liste du serveur à cet endroit, ou changez le chemin du profil
import-knockd-flags = le drapeau { $number } de `tcpflags` est inconnu, et knockd s’arrête dessus
import-knockd-blanks-in-flags = knockd s’arrête sur les espaces de `tcpflags` : retirez-les
import-knockd-unsendable = le profil ne peut pas être ouvert : la porte ne tient compte que des paquets TCP portant `tcpflags = { $flags }`, et un programme ne peut envoyer que ceux avec `syn`. Mettez `tcpflags = syn` à la porte
import-knockd-target = il ne nomme pas de serveur ; le `target` de la porte, { $host }, en tient lieu
import-knockd-bad-target = `target` n’est ni un nom ni une adresse
import-knockd-faster = avec le délai habituel, la séquence ne serait pas sûrement achevée dans son `seq_timeout` : le profil a delay = "{ $delay }"
import-knockd-never-in-time = la séquence n’est pas sûrement achevée dans son `seq_timeout`, si vite qu’elle soit envoyée. Accordez plus de temps à la porte
import-knockd-closes-at-once = la porte se ferme dès qu’elle s’ouvre : `cmd_timeout` devrait être supérieur à zéro
import-knockd-closes-late = la porte se ferme d’elle-même après plus d’un jour, ce qu’un profil ne peut pas dire : il n’en dit rien
import-knockd-closes-alone = elle semble fermer quelque chose, et on ne voit pas quelle autre porte l’ouvre : c’est un profil à part
import-knock-none = aucune de ses lignes ne commence par `knock`
import-knock-quote = des guillemets ne sont pas fermés
import-knock-shell = une variable, un motif ou une boucle, que seul un shell peut remplir ; écrivez la ligne en toutes lettres et importez-la de nouveau
import-knock-options = une option que knock ne connaît pas, ou qui n’a pas sa valeur
import-knock-no-steps = knock demande un hôte et des ports
import-knock-bad-host = le premier argument n’est ni un nom ni une adresse
import-knock-step = l’étape { $number } n’a pas de port de 1 à 65535
import-knock-sent-as-tcp = l’étape { $number } passe en TCP, comme knock l’envoie : il ne connaît `:udp` qu’en minuscules
import-knock-joined = { $count } commandes d’un port chacune sont prises pour une seule séquence

## export --for

export-half-takes-packets = { $server } prend des paquets uniques, et { $profile } s’ouvre par une séquence ; choisissez un autre serveur
export-half-takes-sequences = { $server } prend des séquences, et { $profile } s’ouvre par un paquet unique ; cela relève de fwknopd
export-half-no-icmp = { $server } ne voit pas les requêtes d’écho, que { $key } du profil { $profile } compte parmi ses étapes ; nftables, iptables et mikrotik les voient
export-half-echo-too-large = { $server } ne sait pas reconnaître une requête d’écho de plus de { $most } octets, que { $key } du profil { $profile } compte parmi ses étapes ; nftables le sait
export-half-too-long = { $server } n’accepte pas plus de { $most } étapes ; { $key } du profil { $profile } en a davantage
export-half-needs-interface = --interface dit par laquelle des interfaces du routeur arrive internet, comme wan ou eth1 ; sans cela, { $server } fermerait aussi le port au réseau local
export-half-interface = --interface : aucune interface ne s’appelle ainsi
export-half-which-port = { $profile } ne dit pas quel service il ouvre ; --service-port indique son port TCP
export-half-one-time = { $field } du profil { $profile } est une liste à usage unique, ce que knockd a sous one_time_sequences ; aucune moitié n’est écrite pour cela
export-half-no-secret = { $field } du profil { $profile } : { $error } ; rien n’a été écrit
export-half-written = { $file } est la moitié serveur. Pour la charger, en tant que root sur le serveur :
export-half-load = La moitié serveur se charge ainsi, en tant que root sur le serveur, sauf si un tube l’envoie déjà à ce qui la charge :
export-half-undo = Pour l’annuler :

## export --all, et son import

passphrase-new = Une phrase de passe pour le fichier :
passphrase-again = La même encore une fois :
passphrase-of = La phrase de passe de { $file } :
passphrase-empty = sans phrase de passe, rien n’est chiffré ; rien n’a été écrit
passphrase-differs = les deux saisies diffèrent ; rien n’a été écrit
passphrase-unread = pas de phrase de passe : { $error }
age-wrong-passphrase = ce n’est pas sa phrase de passe
age-no-passphrase = il est chiffré pour des clés et non par une phrase de passe ; `age -d` le déchiffre
age-too-much-work = son déchiffrement demande plus de calcul qu’age n’en exige jamais ; qui l’a fait a de mauvaises intentions
age-damaged = il est tronqué, ou a été modifié
age-cannot-encrypt = le chiffrement a échoué ; rien n’a été écrit
export-file-there = { $file } existe déjà ; indiquez un autre fichier. Rien n’a été écrit
export-all-bare = aucune séquence ni aucune clé n’y figure{ $profiles ->
    [0] {""}
   *[other] , et celles que la configuration contient elle-même ont été omises ({ $names })
}. --with-secrets les emporte, chiffrées. Les programmes et les URL des profils y figurent tels quels
export-all-missing = le trousseau n’a pas { $account }, qui n’y figure donc pas non plus
export-all-failed = { $error } ; rien n’a été écrit
export-all-elsewhere = { $field } du profil { $profile } vient d’ailleurs ({ $source }), et n’y figure pas
export-all-done = { $profiles ->
    [one] { $profiles } profil est
   *[other] { $profiles } profils sont
} dans { $file } ; `portknocker import` le lit sur une autre machine
import-encrypted = { $file } : { $error } ; rien n’a été importé
import-own-json = { $message }
import-own-toml = { $message }
import-own-no-text = le secret { $account } n’est pas un texte
import-own-of-others = son `{ $field }` était celui de l’entrée { $account } du trousseau, que le fichier n’a pas avec lui. C’est maintenant une entrée à part : `portknocker secret set` avec son nom la remplit
import-bad-secret = { $file } : le secret { $field } de { $name } : { $error } ; rien n’a été importé
import-own-no-object = pas un objet, ce qu’est une configuration en JSON
import-own-missing = son `{ $field }` est dans un trousseau, et non dans le fichier : `portknocker secret set` avec son nom le conserve ici
import-own-elsewhere = son `{ $field }` est dans un fichier, dans une variable ou fourni par un programme, dont cette machine a besoin aussi
import-own-unused = aucun profil n’a un tel secret
import-settings = repris aussi : [{ $tables }]
import-settings-stay = non repris, car cette machine a ses propres profils : [{ $tables }]

## import : fwknoprc

import-fwknoprc-no-stanza = pas un .fwknoprc : il n’a aucune [section]. (access.conf est celui du serveur ; c’est le fichier du client qu’il faut)
import-fwknoprc-outside = ceci précède la première [section] et ne compte pas, pour fwknop non plus
import-fwknoprc-default = les autres sections partent de celle-ci. Pour en faire aussi un profil, donnez-lui un nom à elle
import-fwknoprc-bad-name = aucun profil ne peut porter ce nom ; donnez-en un autre à la section
import-fwknoprc-not-a-pair = fwknop s’arrête ici : une ligne est `CLÉ valeur`, ou a # pour premier caractère
import-fwknoprc-line-too-long = plus de 1023 octets, que fwknop lit comme deux lignes ; raccourcissez-la
import-fwknoprc-unknown-key = fwknop s’arrête ici : il n’a pas de telle clé
import-fwknoprc-meant = fwknop s’arrête ici : il n’a pas de telle clé ; vouliez-vous dire `{ $key }` ?
import-fwknoprc-not-one-of = fwknop n’accepte pas ce `{ $key }` ; écrivez l’un de ces mots : { $words }
import-fwknoprc-not-a-number = `{ $key }` est un nombre de 0 à { $most }
import-fwknoprc-not-a-time = `TIME_OFFSET` est un nombre jusqu’à 65536, précédé de - ou suivi de m, h ou d
import-fwknoprc-offset-too-long = `TIME_OFFSET` dépasse un jour ; mettez les horloges à l’heure
import-fwknoprc-not-base64 = `{ $key }` n’est pas du base64 ; recopiez-la de là où elle a été créée
import-fwknoprc-bad-allow = `ALLOW_IP` est une adresse IPv4 qu’une machine peut avoir, `source` ou `resolve`
import-fwknoprc-bad-url = `RESOLVE_URL` n’est pas une adresse pour https:// sans mot de passe
import-fwknoprc-bad-access = `ACCESS` ne s’écrit pas comme tcp/22,udp/1194, en minuscules et sans espaces
import-fwknoprc-bad-server = `SPA_SERVER` n’est ni un nom ni une adresse
import-fwknoprc-ipv6 = fwknop ne connaît que l’IPv4 : donnez à `SPA_SERVER` un nom ou une adresse IPv4
import-fwknoprc-bad-user = `SPOOF_USER` a un caractère que le serveur refuse
import-fwknoprc-bad-nat = `NAT_ACCESS` ou `SPA_SERVER` n’est pas un nom ou une adresse IPv4 vers où un port peut être redirigé, comme 10.0.0.5:22
import-fwknoprc-no-port = `{ $key }` n’est pas un port de 1 à 65535
import-fwknoprc-missing = ni elle ni [default] n’a `{ $key }` ; écrivez-le dans le fichier et importez-le de nouveau
import-fwknoprc-mode = PortKnocker n’a pas le mode de chiffrement { $mode } de fwknop ; CBC est l’habituel, à régler des deux côtés
import-fwknoprc-gpg = PortKnocker ne sait pas chiffrer avec GPG ; donnez une clé au serveur (`KEY_BASE64`)
import-fwknoprc-raw = seul root peut envoyer ainsi ; mettez `SPA_SERVER_PROTO` à udp, tcp ou http, selon ce qu’écoute le serveur
import-fwknoprc-forged = PortKnocker ne falsifie pas d’adresses ; retirez `SPOOF_SOURCE_IP`
import-fwknoprc-random-not-udp = PortKnocker ne prend un port aléatoire que pour udp ; retirez `RAND_PORT`
import-fwknoprc-random-nat = PortKnocker demande chaque fois le même port ; écrivez `NAT_PORT` à la place de `NAT_RAND_PORT`
import-fwknoprc-nat-of-many = fwknop s’arrête ici : `NAT_PORT` va avec un seul port dans `ACCESS`
import-fwknoprc-key-length = `{ $key }` doit avoir de 1 à { $longest } octets
import-fwknoprc-same-keys = les deux clés sont identiques, ce que n’acceptent ni fwknop ni le serveur
import-fwknoprc-key-file = le fichier de clés, { $path }, ne peut pas être lu : { $cause }
import-fwknoprc-not-in-key-file = le fichier de clés, { $path }, n’a pas de ligne `SERVEUR: CLÉ` avec le nom donné dans `SPA_SERVER`
import-fwknoprc-hmac-key-file = elle est prise pour la clé HMAC, ce qui était sûrement voulu ; fwknop chiffre avec elle par erreur
import-fwknoprc-key-cut = `{ $key }` s’arrête au premier espace, `#` ou `;`, pour fwknop aussi. L’access.conf du serveur prend aussi le reste : s’il a le tout, les deux ne correspondent pas
import-fwknoprc-hmac-cut = seuls les { $longest } premiers octets de `HMAC_KEY` sont pris, par fwknop aussi ; le serveur ne la coupe pas
import-fwknoprc-overrides = `{ $key }` compte, et `{ $other }` non, où qu’ils se trouvent
import-fwknoprc-asks = le fichier n’a pas son `{ $field }`, que fwknop demande. Enregistrez-le avant le premier usage : `portknocker secret set PROFIL { $field }`
import-fwknoprc-server-cut = fwknop coupe `SPA_SERVER` après 49 caractères ; ici il est entier
import-fwknoprc-user-cut = `SPOOF_USER` est coupé après 29 octets, comme le fait fwknop
import-fwknoprc-address-counts = l’adresse de `ALLOW_IP` compte, et aucun service n’est interrogé pour une autre, par fwknop non plus
import-fwknoprc-plain-http = le service est interrogé en https, car n’importe qui sur le chemin pourrait changer la réponse en http
import-fwknoprc-no-flag = seul Y a un sens pour `{ $key }`, et rien ne l’annule
import-fwknoprc-left-out = `{ $key }` n’a pas d’équivalent ici et est omis

## Le moteur de la fenêtre

window-silent = il y a déjà une fenêtre, et elle n’a pas répondu en { $after }. Si elle est bloquée, terminez d’abord son processus
window-other-config = une fenêtre de { $config } est ouverte, et il n’y en a qu’une à la fois : fermez d’abord celle-là
window-too-late = cela a duré plus de { $after }
window-no-lock = impossible de savoir s’il y a déjà une fenêtre : { $path } : { $error }
window-leases-not-kept = ce qui est ouvert ne peut pas être noté ({ $error }) : si la fenêtre est tuée, rien ne le fermera
window-test-stays-open = { $profile } reste ouvert après son test, faute de séquence de fermeture : il se fermera quand son serveur le fermera
window-notice = { $title }. { $body }
window-secret-differs = il rend autre chose que ce qui lui a été confié

## La fenêtre : reçus et historique

window-receipt-begun = en cours
window-receipt-refused = pas commencé : { $reason }
window-receipt-show-ports = Afficher les ports
window-receipt-ports-secret = la séquence est un secret qui n’est pas dans la configuration, et ses ports ne sont pas affichés
window-receipt-copy = Copier comme texte
window-receipt-copy-hint = le résultat et chaque paquet, sans les ports
window-receipt-number = nº
window-receipt-protocol = paquet
window-receipt-planned = prévu
window-receipt-sent = envoyé
window-receipt-came-back-head = retour
window-receipt-came-back = { $letter }  { $result }
window-receipt-letter-no_answer = –
window-receipt-letter-connected = C
window-receipt-letter-answered = A
window-receipt-letter-refused = R
window-receipt-letter-unreachable = I
window-receipt-letter-not_permitted = P
window-receipt-letter-not_sent = X
window-receipt-try-from = tentative { $number }, à partir de { $time }
window-receipt-step = { $number } : { $facts }
window-receipt-carried = { $packet } vers { $address }
window-receipt-planned-at = prévu à { $time }
window-receipt-sent-at = envoyé à { $time }
window-receipt-check-answers = vérification : le port { $port } répond, { $elapsed }
window-receipt-check-silent = vérification : le port { $port } ne répond pas, { $elapsed }
window-receipt-picture = Ce qui a été envoyé, et quand : { $parts }

window-history-profile = Profil
window-history-outcome = Résultat
window-history-search = Rechercher
window-history-all = tous
window-history-is-verified = vérifié
window-history-is-unverified = non vérifié
window-history-is-failed = échec
window-history-count = { $shown } sur { $all }
window-history-none = aucune entrée ne correspond
window-history-time = Heure
window-history-action = Action
window-history-address = Adresse
window-history-took = Durée
window-history-reason-address = le service d’adresse n’a pas dit quelle est l’adresse de cette machine ({ $code })
window-history-reason-bind = impossible d’utiliser son interface ou son adresse source
window-history-reason-busy = une autre frappe vers l’adresse ne s’est pas terminée
window-history-reason-closes-by-itself = rien ne le ferme que le serveur lui-même
window-history-reason-echo-forbidden = le système ne permet pas les requêtes d’écho
window-history-reason-keyring-failed = le trousseau a échoué
window-history-reason-keyring-late = le trousseau n’a pas répondu à temps
window-history-reason-name-not-found = le nom du serveur est introuvable
window-history-reason-name-timed-out = le résolveur n’a pas répondu
window-history-reason-network-unreachable = aucune route vers le réseau du serveur
window-history-reason-no-address = le serveur n’a pas d’adresse de la famille demandée
window-history-reason-no-keyring = il n’y avait pas de trousseau dans la session
window-history-reason-no-lock = impossible d’attendre son tour parmi les autres frappes
window-history-reason-no-permission = le système ne permet pas cet envoi
window-history-reason-no-random-numbers = le système ne fournit pas de nombres aléatoires
window-history-reason-not-delivered = le serveur n’a accepté aucune connexion pour recevoir le paquet
window-history-reason-not-reachable-refused = le service a refusé la connexion
window-history-reason-not-reachable-timed-out = le service n’a pas répondu
window-history-reason-not-reachable-unreachable = le service est injoignable, selon un hôte sur le chemin
window-history-reason-packet-impossible = aucun paquet ne peut dire ce qu’il devait dire
window-history-reason-private-address = l’adresse de cette machine est privée, et celle du serveur ne l’est pas
window-history-reason-secret-command-failed = le programme qui fournit le secret a échoué
window-history-reason-secret-command-late = le programme qui fournit le secret ne s’est pas terminé à temps
window-history-reason-secret-file = le fichier du secret n’a pas pu être lu
window-history-reason-secret-file-of-others = d’autres peuvent lire le fichier du secret
window-history-reason-secret-malformed = le secret n’est pas ce qu’il devrait être
window-history-reason-secret-missing = ce secret n’existe pas
window-history-reason-send = un paquet n’est pas parti
window-history-reason-source-port = impossible d’utiliser son port source
window-history-reason-still-closed-refused = toujours fermé : la connexion a été refusée
window-history-reason-still-closed-timed-out = toujours fermé : pas de réponse
window-history-reason-still-closed-unreachable = toujours fermé : injoignable, selon un hôte sur le chemin
window-history-reason-still-open = toujours ouvert
window-history-reason-tcp-flags = son serveur ne tient compte que de paquets TCP qu’aucun programme ne peut envoyer
window-history-reason-term-impossible = un paquet ne peut pas demander cette durée
window-history-reason-under-examination = un examen était en cours

## La fenêtre

window-about = Gère les profils, les ouvre et les ferme, et montre le résultat
window-no-display = aucun écran ne répond : ni `DISPLAY` ni `WAYLAND_DISPLAY` n’en nomme un d’utilisable. `portknocker` fait de même sans écran
window-no-graphics = l’écran n’offre pas d’OpenGL utilisable : installez son pilote (sous Debian, libgl1-mesa-dri). `portknocker` fait de même sans fenêtre
window-page-profiles = Profils
window-page-settings = Réglages
window-page-history = Historique
window-save = Enregistrer
window-undo = Annuler
window-redo = Rétablir
window-saving = enregistrement…
window-unsaved = non enregistré
window-not-read = La configuration ne peut pas être lue.

## La fenêtre : ce qu’il faut savoir d’abord

window-trouble = { $path } n’est pas utilisable tel quel. Ce qui était en vigueur le reste.
window-conflict = Le fichier a été modifié entre-temps, et au même endroit que par vous : { $names }
window-conflict-ours = Garder mes modifications
window-conflict-theirs = Prendre celles du fichier
window-mistakes = { $mistakes } à corriger avant d’enregistrer : { $places }
window-deleted = { $profile } sera supprimé à l’enregistrement.
window-undo-deletion = Annuler la suppression
window-no-agent = Aucun agent ne tourne. Cette fenêtre fait le travail ; en se fermant, elle ferme ce qui est ouvert pour un temps limité.
window-start-agent = Démarrer l’agent
window-apart = L’agent n’est pas utilisé, et cette fenêtre fait le travail : { $cause }
window-holds = Cette fenêtre tient ouvert, et ferme en se fermant : { $profiles }

## La fenêtre : la liste des profils

window-search = Chercher un profil
window-add = Ajouter
window-duplicate = Dupliquer
window-delete = Supprimer
window-nothing-found = Aucun résultat.
window-no-name = (sans nom)
window-new-profile = nouveau profil
window-list-row = { $profile } : { $standing }
window-has-mistakes = comporte des erreurs ; { $standing }
window-is-running-open = ouverture en cours…
window-is-running-close = fermeture en cours…
window-is-running-check = vérification en cours…
window-is-open-until = ouvert, { $lease }
window-is-failed = échec la dernière fois
window-is-open = ouvert
window-is-closed = fermé
window-is-unknown = inconnu
window-is-answering = { $standing } ; son service répond
window-is-silent = { $standing } ; son service ne répond pas

## La fenêtre : sans profil encore

window-welcome = Pas encore de profil
window-welcome-add = Un profil dit quel serveur ouvrir, et comment.
window-add-profile = Ajouter un profil
window-welcome-import = Ou reprenez les fichiers de PortKnocker-Qt, knockd, fwknop, Knock on Ports, KnockThatDoor ou de PortKnocker sur une autre machine : déposez un fichier sur cette fenêtre, ou saisissez son chemin.
window-import-path = fichier à importer
window-dropped = Ajouter à la configuration ce que dit { $path } ?
window-import = Importer
window-import-failed = le fichier n’a pas été importé : { $error }
window-welcome-demo = Ou voyez d’abord comment cela marche, sur une porte d’exercice de cette machine que personne d’autre ne voit.
window-demo = Essayer la démonstration

## La fenêtre : ce qu’on fait d’un profil

window-running = une action est en cours
window-save-first = Enregistrez d’abord : ceci agit sur le profil tel qu’il est enregistré. « Tester » l’essaie tel qu’il est à l’écran.
window-test = Tester
window-test-hint-open = L’ouvre et le vérifie, tel qu’il est à l’écran. Rien n’est envoyé pour le fermer : il reste ouvert jusqu’à ce que le serveur le ferme.
window-test-not-open = Il est ouvert : fermez-le d’abord.
window-test-hint = L’ouvre, le vérifie et le referme, tel qu’il est à l’écran.
window-test-not = Corrigez d’abord ses erreurs.
window-extend = Prolonger
window-hide-receipt = Masquer le reçu
window-drop-in = Vient de { $file }, et ne se modifie pas ici.

## La fenêtre : un profil

window-key-name = Nom
window-key-group = Groupe
window-key-host = Hôte
window-key-check = Port de service à vérifier
window-key-open_for = Ouvrir pendant
window-method = Méthode
window-method-sequence = Séquence
window-method-one-time = Usage unique
window-method-spa = Paquet unique
window-more = Plus d’options
window-not-said = non précisé
window-usual = par défaut : { $value }
window-for-example = par exemple { $example }
window-key-delay = Délai entre les étapes
window-key-family = Famille d’adresses
window-key-check_timeout = Durée de la vérification
window-key-retries = Nouvelles tentatives
window-key-secret_timeout = Délai d’attente des secrets
window-key-bind = Interface ou adresse d’envoi
window-key-server-kind = Type de serveur
window-key-server-seq_timeout = Temps que le serveur laisse à une séquence
window-key-server_timeout = Le serveur referme de lui-même après
window-key-keep_open = Garder ouvert
window-key-watch = Revérifier toutes les
window-key-open_on = Ouvrir automatiquement
window-trigger-login = à l’ouverture de session
window-trigger-resume = au réveil
window-trigger-network = sur un réseau
window-key-on_open = Lancer à l’ouverture
window-key-on_close = Lancer à la fermeture

## La fenêtre : séquences

window-sequence-open = Séquence d’ouverture
window-sequence-close = Séquence de fermeture
window-source-open = Source de l’ouverture
window-source-close = Source de la fermeture
window-source-of = Source : { $field }
window-source-here = ici même
window-source-keyring = le trousseau
window-source-env = une variable
window-source-command = un programme
window-source-file = un fichier
window-source-name-env = Variable
window-source-name-command = Programme
window-source-name-file = Fichier
window-step-number = étape
window-step-port = port
window-step-protocol = protocole
window-step-delay = délai
window-step-payload = charge utile
window-step-grip = { $sequence }, étape { $number } : glisser, ou Alt avec une flèche
window-step-port-of = { $sequence }, étape { $number } : port
window-step-protocol-of = { $sequence }, étape { $number } : protocole
window-step-delay-of = { $sequence }, étape { $number } : délai
window-step-payload-of = { $sequence }, étape { $number } : charge utile
window-step-remove = { $sequence }, étape { $number } : retirer
window-payload-elsewhere = d’une source de secrets
window-handshake = connexion complète
window-add-step-open = Ajouter une étape d’ouverture
window-add-step-close = Ajouter une étape de fermeture
window-no-closing = Rien n’est envoyé pour fermer.
window-add-closing = Ajouter une séquence de fermeture
window-reverse = Inverse de l’ouverture
window-remove-closing = Retirer la séquence de fermeture
window-invent = En inventer une
window-one-time-remark = Une liste de séquences qui n’ouvrent chacune qu’une fois ; une par ligne, comme 7000:tcp, 8000:udp.

## La fenêtre : un paquet unique

window-packet = Paquet unique (SPA)
window-key-spa-access = Ports à ouvrir
window-signed = Signé avec une clé HMAC
window-key-spa-hmac = HMAC
window-generate = Générer les clés
window-generate-not = Le trousseau contient des clés que le serveur connaît peut-être. Supprimez-les d’abord.
window-copy-stanza = Copier la partie serveur, clés comprises
window-key-spa-port = Port du serveur
window-key-spa-random_port = Vers un port au hasard
window-key-spa-transport = Envoyé par
window-key-spa-allow = Adresse à laisser entrer
window-key-spa-timeout = Durée demandée
window-key-spa-nat = Redirigé vers (NAT)
window-key-spa-local_nat = NAT sur le serveur lui-même
window-key-spa-source_port = Port source
window-key-spa-user = Nom d’utilisateur
window-key-spa-digest = Condensat
window-key-spa-clock_offset = Décalage d’horloge

## La fenêtre : secrets

window-field-open = Séquence d’ouverture
window-field-close = Séquence de fermeture
window-field-key = Clé
window-field-hmac_key = Clé HMAC
window-secret = { $field }
window-new-secret = Nouvelle valeur : { $field }
window-keep = Garder dans le trousseau
window-keep-not = Gardé dès qu’il est ce qu’il doit être, et que le reste du profil est juste.
window-in-keyring = dans le trousseau
window-not-in-keyring = pas encore dans le trousseau
window-keyring-asked = interrogation du trousseau…
window-reveal = Révéler
window-cover = Masquer
window-forget = Supprimer du trousseau
window-forget-surely = Supprimer définitivement
window-ask-again = Redemander

## La fenêtre : réglages

window-settings-program = Ce programme
window-settings-defaults = Pour tout profil qui ne dit rien d’autre
window-key-language = Langue
window-language-system = celle du système
window-key-theme = Thème
window-theme-system = celui du bureau
window-theme-dark = sombre
window-theme-light = clair
window-key-notifications = Notifications
window-notifications-all = de chaque résultat
window-notifications-failures = des échecs
window-notifications-none = aucune
window-key-close_on = Fermer ce qui est ouvert
window-close-on-quit = quand on quitte l’agent
window-close-on-logout = à la fermeture de session
window-close-on-shutdown = à l’arrêt du système
window-close-on-sleep = avant la veille
window-close-on-lock = au verrouillage de l’écran
window-close-on-unsaid = Rien n’est choisi : quitter l’agent, fermer la session et arrêter le système ferment ce qui est ouvert pour un temps limité.
window-close-on-usual = Par défaut
window-key-level = Niveau du journal

## La fenêtre : sa fin

window-changes = Des modifications ne sont pas enregistrées.
window-changes-mistaken = Elles comportent des erreurs, et ne peuvent pas être enregistrées telles quelles.
window-changes-secret = Un secret a été saisi sans être gardé dans le trousseau.
window-save-and-close = Enregistrer et fermer
window-discard = Les abandonner
window-stay = Rester
window-leaving = Fermeture de ce qui est ouvert pour un temps limité…
window-leave-now = Quitter tout de suite ; le prochain démarrage fermera le reste
window-leave = Fermer la fenêtre
